namespace Kernward.Demo;

/// <summary>Gathers the times of requests until they are taken. Thread-safe.</summary>
internal sealed class LatencyLog
{
    private readonly Lock door = new();
    private List<double> times = [];
    private int errors;

    internal void Add(TimeSpan time, bool failed)
    {
        lock (door)
        {
            times.Add(Math.Round(time.TotalMilliseconds, 2));
            if (failed) errors++;
        }
    }

    /// <summary>All since the last call.</summary>
    internal ClientLine Take()
    {
        List<double> taken;
        int failed;
        lock (door)
        {
            (taken, failed) = (times, errors);
            (times, errors) = ([], 0);
        }
        var all = ClientStatistics.Of(taken, failed);
        return new(all.Count, all.Errors, all.P50Ms, all.P99Ms, all.MaxMs, [.. taken]);
    }
}
