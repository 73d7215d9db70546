using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Kernward.Demo;

/// <summary>
/// The stage without the play: both incidents, each mended by hand after <c>--watch-ms</c>, with what the clients saw
/// before and after as a line of JSON each. It shows whether the demo can succeed on this machine at all.
/// </summary>
internal static class DemoRehearsal
{
    private static readonly TimeSpan Onset = TimeSpan.FromSeconds(1.5);

    /// <summary>Until the server has listened again (1 s) and those who still waited have gone (2 s).</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3.2);

    /// <summary>Takes half a minute; 0. Runs inside the namespace.</summary>
    /// <exception cref="DemoException">The stage cannot be set up.</exception>
    internal static int Run(PartArguments arguments, TimeProvider clock)
    {
        NetworkNamespace.EndWithParent();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Environment.Exit(130));
        Play(arguments.Time("watch-ms", 5000), clock);
        return 0;
    }

    private static void Play(TimeSpan watch, TimeProvider clock)
    {
        using var stage = new DemoStage(clock);
        stage.StartAcceptQueueIncident();
        Print("accept-queue", stage, watch, clock, () => File.WriteAllText("/proc/sys/net/core/somaxconn", "4096"));
        stage.StartStarvationIncident();
        Print("starvation", stage, watch, clock, () =>
        {
            stage.Groups.Shop.SetWeight(1000);
            stage.Groups.Backup.SetWeight(50);
        });
    }

    private static void Print(string incident, DemoStage stage, TimeSpan watch, TimeProvider clock, Action mend)
    {
        Wait(Onset, clock);
        var (before, overflowsBefore) = Watch(stage, watch, clock);
        mend();
        Wait(Settle, clock);
        var (after, overflowsAfter) = Watch(stage, watch, clock);
        var line = new RehearsalLine(incident, before, after, overflowsBefore, overflowsAfter);
        Console.WriteLine(JsonSerializer.Serialize(line, ClientJson.Default.RehearsalLine));
    }

    private static (ClientStatistics Clients, double Overflows) Watch(DemoStage stage, TimeSpan watch, TimeProvider clock)
    {
        var start = ListenOverflows();
        Wait(watch, clock);
        return (stage.ReadClients(watch), Math.Round((ListenOverflows() - start) / watch.TotalSeconds, 2));
    }

    private static void Wait(TimeSpan time, TimeProvider clock) => Task.Delay(time, clock).GetAwaiter().GetResult();

    private static long ListenOverflows()
    {
        var lines = File.ReadLines("/proc/net/netstat").Where(line => line.StartsWith("TcpExt:", StringComparison.Ordinal)).ToArray();
        var column = Array.IndexOf(lines[0].Split(' '), "ListenOverflows");
        return long.Parse(lines[1].Split(' ')[column], CultureInfo.InvariantCulture);
    }
}
