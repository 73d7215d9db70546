using System.Diagnostics;
using Kernward.Machine;

namespace Kernward.Measurement;

/// <summary>Runs every sensor over one host, on one thread; one that fails is a reading of its own and hurts no other.</summary>
/// <param name="cpuTime">CPU time of the calling thread; the kernel's where it is not given.</param>
public sealed class Sampler(Host host, IReadOnlyList<ISensor> sensors, Func<TimeSpan>? cpuTime = null)
{
    private readonly SensorBudget[] _budgets = [.. sensors.Select(sensor => new SensorBudget(sensor.Budget))];
    private readonly Func<TimeSpan> _cpuTime = cpuTime ?? Libc.ThreadTime;
    private int _expected = 512;

    public Host Host => host;

    /// <summary>
    /// One observation. Each sensor's cost is published as <c>kernward.sensor.duration</c> (s), subject its name. On a live host one
    /// that costs too much is left out of some; a recording is read whole, so that it gives the same again.
    /// </summary>
    public MetricSnapshot Sample() => Sample(sparing: false);

    /// <summary>
    /// One of many observations in a row, a second apart: as complete, at a fraction of the cost. Of groups and processes that did
    /// nothing only what tells that is read; the rest is carried, by its own time, and read again in turn.
    /// </summary>
    public MetricSnapshot SampleSparingly() => Sample(sparing: true);

    private MetricSnapshot Sample(bool sparing)
    {
        var (at, time) = (host.Uptime, host.Time);
        var builder = new SnapshotBuilder(_expected) { At = at, IsSparing = sparing };
        for (var i = 0; i < sensors.Count; i++)
        {
            var (sensor, budget) = (sensors[i], _budgets[i]);
            if (!host.IsLive || budget.IsDue()) Run(sensor, budget, builder);
            if (budget.Reason is { } reason) builder.Fail(sensor.Name, reason);
        }
        var snapshot = builder.Seal(at, time);
        _expected = snapshot.SingleCount + 64;
        return snapshot;
    }

    private void Run(ISensor sensor, SensorBudget budget, SnapshotBuilder builder)
    {
        var (started, cpu) = (Stopwatch.GetTimestamp(), _cpuTime());
        try
        {
            sensor.Sample(host, builder);
        }
        catch (Exception e) when (e is IOException or FormatException or OverflowException or ArgumentException
                                    or IndexOutOfRangeException or UnauthorizedAccessException or InvalidOperationException)
        {
            builder.Fail(sensor.Name, e.Message);
        }
        builder.Add("kernward.sensor.duration", Stopwatch.GetElapsedTime(started).TotalSeconds, sensor.Name);
        if (host.IsLive) budget.Spent(_cpuTime() - cpu);
    }

    /// <summary>Samples over a window: one at its start, one at its end, and <paramref name="steps"/> - 1 between.</summary>
    public Task<SampleWindow> WatchAsync(TimeSpan window, int steps, CancellationToken cancel) => WatchAsync(Sample(), window, steps, cancel);

    /// <summary>The same, where the first sample was just taken.</summary>
    public async Task<SampleWindow> WatchAsync(MetricSnapshot first, TimeSpan window, int steps, CancellationToken cancel)
    {
        var samples = new List<MetricSnapshot>(steps + 1) { first };
        for (var i = 0; i < steps; i++)
        {
            await host.WaitAsync(window / steps, cancel).ConfigureAwait(false);
            samples.Add(Sample());
        }
        return new SampleWindow(samples);
    }
}
