using Kernward.Measurement;
using Microsoft.Data.Sqlite;

namespace Kernward.History;

/// <summary>
/// Any question about the past of one series: between two moments, in steps, by a reading. A counter is kept as its rate a second, so
/// that mean, highest and lowest are those of the rate, and its increase is the rate over time; resets were understood when it was
/// read. Both a file and the samples in memory may be asked, the newer one for what both have.
/// </summary>
public sealed class HistoryQuery(HistoryReader? reader, Func<MetricKey, IReadOnlyList<HistoryPoint>>? lastHour = null) : IDisposable
{
    public void Dispose() => reader?.Dispose();

    public HistoryReader? Reader => reader;

    /// <summary>
    /// One point a step (seconds), at its beginning; a step without a sample is not there. <see cref="Reading.Rate"/> and
    /// <see cref="Reading.Mean"/> are the mean, <see cref="Reading.Increase"/> that mean times the seconds that were seen.
    /// </summary>
    public IReadOnlyList<HistoryPoint> Read(MetricKey key, double from, double to, double step, Reading reading)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        var points = new List<HistoryPoint>();
        var (slot, whole, seconds) = (long.MinValue, default(Rollup), 0.0);
        foreach (var bucket in Buckets(key, from, to, step))
        {
            var own = (long)Math.Floor((Math.Max(bucket.Start, from) - from) / step);
            if (own != slot && whole.Count > 0) points.Add(new HistoryPoint(from + slot * step, Value(whole, seconds, reading)));
            if (own != slot) (slot, whole, seconds) = (own, default, 0);
            whole = whole.Then(bucket.Value);
            seconds += bucket.Seconds;
        }
        if (whole.Count > 0) points.Add(new HistoryPoint(from + slot * step, Value(whole, seconds, reading)));
        return points;
    }

    private static double Value(Rollup rollup, double seconds, Reading reading) => reading switch
    {
        Reading.Last => rollup.Last,
        Reading.Max => rollup.Max,
        Reading.Min => rollup.Min,
        Reading.Increase => rollup.Mean * seconds,
        _ => rollup.Mean,
    };

    private IEnumerable<Bucket> Buckets(MetricKey key, double from, double to, double step)
    {
        var recent = (lastHour?.Invoke(key) ?? []).Where(point => point.At >= from && point.At <= to)
            .Select(point => new Bucket((long)point.At, 1, Rollup.Of((float)point.Value))).ToList();
        var kept = Kept(key, from, recent.Count > 0 ? recent[0].Start - 1 : to, step);
        return kept.Where(bucket => recent.Count == 0 || bucket.Start + bucket.Seconds <= recent[0].Start).Concat(recent);
    }

    /// <summary>What cannot be read is as if it were not there: a history is never the reason that a diagnosis fails.</summary>
    private IReadOnlyList<Bucket> Kept(MetricKey key, double from, double to, double step)
    {
        try
        {
            return reader?.Read(key, from, to, step) ?? [];
        }
        catch (Exception e) when (e is SqliteException or FormatException or IOException)
        {
            return [];
        }
    }
}
