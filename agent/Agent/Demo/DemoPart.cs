using System.Runtime.InteropServices;

namespace Kernward.Demo;

/// <summary>The hidden command <c>demo-part</c>: one of the small real programs that play on the demo's stage.</summary>
public static class DemoPart
{
    private const int Usage = 64, NotPermitted = 77;

    /// <summary>No part outlives this, whatever becomes of the stage.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Runs <c>server</c>, <c>clients</c>, <c>batch</c> or <c>rehearse</c> until its standard input ends; returns the exit code.
    /// </summary>
    public static int Run(string[] args)
    {
        try
        {
            return args switch
            {
                ["server", .. var rest] => Play(rest, (part, end) => new DemoServer(part, TimeProvider.System).Run(end)),
                ["clients", .. var rest] => Play(rest, (part, end) => DemoClients.Run(part, TimeProvider.System, end)),
                ["batch", .. var rest] => Play(rest, DemoBatch.Run),
                ["stage"] => StagePart.Run(TimeProvider.System),
                ["rehearse", .. var rest] => NetworkNamespace.RunSelf(["demo-part", "rehearse-inside", .. rest]),
                ["rehearse-inside", .. var rest] => DemoRehearsal.Run(new PartArguments(rest), TimeProvider.System),
                _ => Fail(Usage, "demo-part server|clients|batch|rehearse [--NAME NUMBER ...]"),
            };
        }
        catch (FormatException e)
        {
            return Fail(Usage, e.Message);
        }
        catch (DemoException e)
        {
            return Fail(NotPermitted, $"{e.Message} {e.Hint}");
        }
    }

    private static int Play(string[] rest, Action<PartArguments, CancellationToken> part)
    {
        var arguments = new PartArguments(rest);
        if (arguments["cpu", -1] is >= 0 and var cpu) Libc.PinThread(cpu);
        using var end = new CancellationTokenSource(LongestLife);
        // Ctrl-C in the terminal reaches every process of the demo; the stage alone decides what ends.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        EndWithInput();
        try { part(arguments, end.Token); }
        catch (OperationCanceledException) { }
        return 0;
    }

    /// <summary>The stage holds the other end of the pipe and writes nothing: its end is the stage's end, even by SIGKILL.</summary>
    private static void EndWithInput()
    {
        new Thread(() =>
        {
            using var input = Console.OpenStandardInput();
            while (input.ReadByte() >= 0) { }
            // At once, and without asking the other threads: they may be starved of CPU, which is what they are here for.
            Environment.Exit(0);
        }) { IsBackground = true, Name = "end with input" }.Start();
    }

    private static int Fail(int code, string sentence)
    {
        Console.Error.WriteLine("kernward: " + Domain.Shown.Lines(sentence));
        return code;
    }
}
