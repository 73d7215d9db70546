using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Kernward.Demo;

/// <summary>
/// A network of the demo's own, so that what it breaks and mends (a queue limit, a port) is not the machine's.
/// The kernel removes it with its last process.
/// </summary>
public static class NetworkNamespace
{
    private const int NotPermitted = 1;

    /// <summary>
    /// True where this process is in another network namespace than one of those that it descends from: so <see cref="RunSelf"/> did
    /// it. (Process 1, the obvious one to compare with, may be unreadable even for root.) Unreadable counts as the same.
    /// </summary>
    public static bool IsOwn => Of("self") is { } own && Ancestors().Select(Of).Any(other => other is not null && other != own);

    /// <summary>
    /// Starts this program again, with these arguments and this terminal, in a new network namespace with loopback up;
    /// waits for it. Ctrl-C is the child's to answer (it has the same terminal); a SIGTERM is passed on.
    /// The child calls <see cref="EndWithParent"/> first, so that it does not outlive this process. The arguments must tell
    /// the child that it is inside: what decides by <see cref="IsOwn"/> whether to call this would start children for ever.
    /// </summary>
    /// <returns>The child's exit code.</returns>
    /// <exception cref="DemoException">Not root, inside one already, or the kernel or a container forbids it.</exception>
    public static int RunSelf(IReadOnlyList<string> arguments)
    {
        if (IsOwn) throw new DemoException("The demo is in a network namespace of its own already.", "Start it from outside.");
        var code = 0;
        Exception? failure = null;
        // Its own thread, because unshare moves only the caller, and because the child's death signal follows the thread
        // that started it: a pool thread may end at any time.
        var thread = new Thread(() =>
        {
            try { code = StartAndWait(arguments); }
            catch (Exception e) when (e is DemoException or IOException or System.ComponentModel.Win32Exception) { failure = e; }
        });
        thread.Start();
        thread.Join();
        return failure is null ? code : throw (failure as DemoException ?? Refused("starting in it", failure));
    }

    /// <summary>For the child: a SIGTERM when the parent dies, however it dies.</summary>
    public static void EndWithParent()
    {
        var parent = Libc.ParentProcess();
        Libc.SignalOnParentDeath(Libc.Terminate);
        if (Libc.ParentProcess() != parent) Environment.Exit(0);
    }

    /// <summary>Process numbers upwards, the parent first.</summary>
    private static IEnumerable<string> Ancestors()
    {
        for (var process = Libc.ParentProcess(); process > 0; process = Parent(process))
            yield return process.ToString(CultureInfo.InvariantCulture);
    }

    private static int Parent(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").First(field => field.StartsWith("PPid:", StringComparison.Ordinal));
            return int.Parse(line.AsSpan("PPid:".Length), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static string? Of(string process)
    {
        try { return new FileInfo($"/proc/{process}/ns/net").LinkTarget; }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return null; }
    }

    private static int StartAndWait(IReadOnlyList<string> arguments)
    {
        Check(Libc.Unshare(Libc.CloneNewNet) == 0 ? 0 : Marshal.GetLastPInvokeError(), "making one");
        Check(Libc.BringLoopbackUp(), "bringing its loopback up");
        using var child = new Process { StartInfo = SelfProgram.Start(arguments) };
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        child.Start();
        var id = child.Id;
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            _ = Libc.SendSignal(id, Libc.Terminate);
        });
        child.WaitForExit();
        return child.ExitCode;
    }

    private static void Check(int error, string what)
    {
        if (error == 0) return;
        var cause = new System.ComponentModel.Win32Exception(error);
        throw error == NotPermitted && !Environment.IsPrivilegedProcess
            ? new DemoException("A network namespace of the demo's own needs root.", "Run it with sudo.", cause)
            : Refused(what, cause);
    }

    private static DemoException Refused(string what, Exception cause) => new(
        $"A network namespace of the demo's own could not be had ({what}: {cause.Message}).",
        "In a container, give it the right to make namespaces (CAP_SYS_ADMIN), or run the demo on the host.",
        cause);
}
