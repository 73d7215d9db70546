using System.Text;
using Kernward.Confinement;
using Kernward.Machine;

namespace Kernward.Escapes;

/// <summary>
/// An enemy in the place of the child that executes a plan: it is sealed as that one is, and then tries what it is told to try.
/// With <c>--unsealed</c> it is not, which shows which attempts would get through.
/// </summary>
internal static class Program
{
    public const string Unsealed = "--unsealed", Parent = "--parent", Picky = "--no-pid-namespace";

    private static int Main(string[] arguments)
    {
        if (arguments is [Parent, var level, var file]) return BeParent(Enum.Parse<SandboxLevel>(level, ignoreCase: true), file);
        if (arguments is [Recorder.Argument, var directory]) return Recorder.Run(directory);
        var said = arguments switch
        {
            [Unsealed, ..] => "",
            // A process of a namespace of its own has one of the first numbers.
            [Picky, ..] when Environment.ProcessId < 10 => "it does not like it here",
            _ => SandboxChild.Seal() ?? "",
        };
        Frames.Send(1, Encoding.UTF8.GetBytes(said));
        while (said.Length == 0 && Frames.Receive(0) is { } request)
            if (!Answer(Encoding.UTF8.GetString(request).Split('\0'))) return 1;
        return 0;
    }

    /// <summary>In the place of the worker: starts a child, says its number, and waits until it is killed.</summary>
    private static int BeParent(SandboxLevel level, string file)
    {
        using var sandbox = Sandbox.Start(level, new SandboxWorld("/", [file]), new SandboxProgram(Environment.ProcessPath!, []), TimeSpan.FromSeconds(20));
        Console.WriteLine(sandbox.ProcessId);
        using var never = new ManualResetEvent(initialState: false);
        never.WaitOne();
        return 0;
    }

    private static bool Answer(string[] request)
    {
        if (request.Length < 2 || AttemptList.Find(request[0]) is not { } attempt) return false;
        var outcome = attempt.Try(Surroundings.Parse(request[1]));
        // As the child says what became of a write: an errno, a NUL and words. Nothing would say that all was well.
        Frames.Send(1, Encoding.UTF8.GetBytes("0\0" + outcome));
        return true;
    }
}
