using System.Text.Json;
using System.Threading.Channels;

namespace Kernward.Demo;

/// <summary>
/// The shop's customers: they come when they come, whether or not the ones before them were served (open loop).
/// Steady (<c>--rate</c> a second over <c>--connections</c>), or in bursts of new connections (<c>--burst</c> every <c>--every-ms</c>).
/// </summary>
internal sealed class DemoClients(PartArguments arguments, TimeProvider clock)
{
    private static readonly TimeSpan Report = TimeSpan.FromMilliseconds(500);

    private readonly int port = arguments["port", 0];
    private readonly TimeSpan patience = arguments.Time("patience-ms", 1000);
    private readonly LatencyLog log = new();

    /// <summary>Sends until the end, and prints a <see cref="ClientLine"/> every half second.</summary>
    internal static void Run(PartArguments arguments, TimeProvider clock, CancellationToken end) =>
        new DemoClients(arguments, clock).RunAsync(end).GetAwaiter().GetResult();

    private async Task RunAsync(CancellationToken end)
    {
        Console.WriteLine("ready");
        var load = arguments["burst", 0] > 0 ? BurstsAsync(end) : SteadyAsync(end);
        using var timer = new PeriodicTimer(Report, clock);
        while (!load.IsCompleted && await timer.WaitForNextTickAsync(end).ConfigureAwait(false))
            Console.WriteLine(JsonSerializer.Serialize(log.Take(), ClientJson.Default.ClientLine));
        await load.ConfigureAwait(false);
    }

    private async Task BurstsAsync(CancellationToken end)
    {
        var size = arguments["burst", 64];
        await foreach (var due in ScheduleAsync(arguments.Time("every-ms", 1000), end).ConfigureAwait(false))
            for (var i = 0; i < size; i++)
                _ = AskOnceAsync(due, end);
    }

    private async Task AskOnceAsync(long due, CancellationToken end)
    {
        using var client = new DemoClient(port, patience, clock, log);
        await client.AskAsync(due, end).ConfigureAwait(false);
    }

    private async Task SteadyAsync(CancellationToken end)
    {
        var waiting = Channel.CreateUnbounded<long>();
        var desks = Enumerable.Range(0, arguments["connections", 16]).Select(_ => ServeAsync(waiting.Reader, end)).ToList();
        await foreach (var due in ScheduleAsync(TimeSpan.FromSeconds(1) / arguments["rate", 100], end).ConfigureAwait(false))
            await waiting.Writer.WriteAsync(due, end).ConfigureAwait(false);
        await Task.WhenAll(desks).ConfigureAwait(false);
    }

    private async Task ServeAsync(ChannelReader<long> waiting, CancellationToken end)
    {
        using var client = new DemoClient(port, patience, clock, log);
        await foreach (var due in waiting.ReadAllAsync(end).ConfigureAwait(false))
            await client.AskAsync(due, end).ConfigureAwait(false);
    }

    /// <summary>The timestamps at which requests are due; never moved by how late an earlier one was.</summary>
    private async IAsyncEnumerable<long> ScheduleAsync(
        TimeSpan interval, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken end)
    {
        var step = (long)(interval.TotalSeconds * clock.TimestampFrequency);
        for (var due = clock.GetTimestamp() + step; !end.IsCancellationRequested; due += step)
        {
            var ahead = clock.GetElapsedTime(clock.GetTimestamp(), due);
            if (ahead > TimeSpan.Zero) await Task.Delay(ahead, clock, end).ConfigureAwait(false);
            yield return due;
        }
    }
}
