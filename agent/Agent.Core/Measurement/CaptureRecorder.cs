using Kernward.Machine;

namespace Kernward.Measurement;

/// <summary>Records what the sensors read into a capture: a frame at once, and one after each interval until the time is over.</summary>
public static class CaptureRecorder
{
    /// <summary><paramref name="after"/> is called after each sample and may read more into the frame.</summary>
    /// <exception cref="CaptureException">The capture grows too large, or the interval is not positive.</exception>
    public static async Task<CaptureWriter> RecordAsync(RecordingHost host, IReadOnlyList<ISensor> sensors, TimeSpan duration,
        TimeSpan interval, CancellationToken cancel, Action<MetricSnapshot>? after = null)
    {
        if (interval <= TimeSpan.Zero) throw new CaptureException("The interval of a capture is longer than nothing.");
        var sampler = new Sampler(host, sensors);
        var writer = CaptureWriter.For(host, interval);
        for (var elapsed = TimeSpan.Zero; ; elapsed += interval)
        {
            var snapshot = sampler.Sample();
            after?.Invoke(snapshot);
            writer.Add(host.TakeFrame(snapshot.At, snapshot.Time));
            if (elapsed + interval > duration) return writer;
            await host.WaitAsync(interval, cancel).ConfigureAwait(false);
        }
    }
}
