using System.Diagnostics;
using Kernward.Machine;

namespace Kernward.Measurement;

/// <summary>Runs every sensor over one host; one that fails is a reading of its own and hurts no other.</summary>
public sealed class Sampler(Host host, IReadOnlyList<ISensor> sensors)
{
    private int _expected = 512;

    public Host Host => host;

    /// <summary>One observation. Each sensor's cost is published as <c>kernward.sensor.duration</c> (s), subject its name.</summary>
    public MetricSnapshot Sample()
    {
        var (at, time) = (host.Uptime, host.Time);
        var builder = new SnapshotBuilder(_expected);
        foreach (var sensor in sensors)
        {
            var started = Stopwatch.GetTimestamp();
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
        }
        var snapshot = builder.Seal(at, time);
        _expected = snapshot.Count + 64;
        return snapshot;
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
