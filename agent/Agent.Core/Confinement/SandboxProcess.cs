using System.Diagnostics;

namespace Kernward.Confinement;

/// <summary>
/// Starts a child from a thread that has given up its rights before: what is started has no more than the thread that starts it.
/// The thread stays until the child has ended, as the child's death signal follows the thread, and the held files its rules.
/// </summary>
internal sealed class SandboxProcess
{
    private readonly TaskCompletionSource<Process> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SandboxLevel _level;
    private readonly SandboxWorld _world;
    private readonly SandboxProgram _program;

    private SandboxProcess(SandboxLevel level, SandboxWorld world, SandboxProgram program) =>
        (_level, _world, _program) = (level, world, program);

    /// <summary>Running, its three streams redirected.</summary>
    /// <exception cref="ConfinementException">This level cannot be had here.</exception>
    public static Process Start(SandboxLevel level, SandboxWorld world, SandboxProgram program)
    {
        var start = new SandboxProcess(level, world, program);
        new Thread(start.Run) { IsBackground = true, Name = "sandbox" }.Start();
        return start._started.Task.GetAwaiter().GetResult();
    }

    private void Run()
    {
        IReadOnlyList<int> held = [];
        try
        {
            KeepFiles();
            held = GiveUpRights();
            var process = Process.Start(Command())!;
            _started.SetResult(process);
            process.WaitForExit();
        }
        catch (Exception e) when (e is IOException or System.ComponentModel.Win32Exception or UnauthorizedAccessException)
        {
            _started.TrySetException(e as ConfinementException ?? new ConfinementException(e.Message, e));
        }
        finally
        {
            foreach (var file in held) _ = Native.Close(file);
        }
    }

    private IReadOnlyList<int> GiveUpRights()
    {
        // Values of a network namespace are reached from inside it alone; a plan without any gets an empty one.
        if (_world.TouchesNetwork) _world.Network?.Enter();
        else if (Native.Unshare(Native.NewNetwork) != 0)
            throw new ConfinementException($"an empty network namespace could not be made ({Machine.Errno.Name(Native.Error)})");
        BeNoOnesEqual();
        if (_level == SandboxLevel.Bubblewrap) return [];
        var (folders, writable) = (Visible.Folders(_world, _program), _world.Writable);
        MountView.Restrict(folders, writable);
        var held = _level == SandboxLevel.Landlock
            ? Landlock.Restrict([.. Visible.System, "/proc", "/sys", .. folders], writable, Visible.Devices)
            : [];
        Capabilities.Limit();
        return held;
    }

    /// <summary>
    /// A process may look into another, and through /proc use its root and its files, where both have the same user and group and
    /// no more capabilities than its own. The user has to be root, as files are root's; so it is the group that keeps it away from
    /// a root without capabilities, which many a container has.
    /// </summary>
    private static void BeNoOnesEqual()
    {
        const int nobody = 65534;
        // Of this thread alone: the C library's functions would change all threads.
        if (Native.Call(SystemCalls.Number("setgroups"), 0, 0, 0, 0) != 0
            || Native.Call(SystemCalls.Number("setresgid"), nobody, nobody, nobody, 0) != 0)
            throw new ConfinementException($"the group could not be given up ({Machine.Errno.Name(Native.Error)})");
    }

    /// <summary>
    /// Nothing that this process was started with is handed on, but what is shared on purpose: a directory left open by a shell
    /// leads out of every root. What it opened itself is closed on execution anyway.
    /// </summary>
    private void KeepFiles()
    {
        const int setFlags = 2, closeOnExec = 1;
        foreach (var name in Directory.GetFileSystemEntries("/proc/self/fd").Select(Path.GetFileName))
            if (int.TryParse(name, out var file) && file > 2)
                _ = Native.FileControl(file, setFlags, _world.Shared.Contains(file) ? 0 : closeOnExec);
    }

    private ProcessStartInfo Command()
    {
        var start = _level == SandboxLevel.Bubblewrap
            ? new ProcessStartInfo(Bubblewrap.Program, Bubblewrap.Arguments(_world, _program))
            : new ProcessStartInfo(_program.File, [.. _program.Arguments, _world.Root]);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.WorkingDirectory = "/";
        start.Environment.Clear();
        foreach (var (name, value) in SandboxProgram.Variables) start.Environment[name] = value;
        return start;
    }
}
