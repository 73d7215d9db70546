using Kernward.History;
using Kernward.Knowledge;
using Kernward.Measurement;

namespace Kernward.Tests.History;

/// <summary>Samples made up of a few numbers, on a clock that the test holds.</summary>
internal sealed class Seen
{
    public const long Start = 1_800_000_000;

    public static readonly HistoryLimits Small = new() { MostSeries = 20, RingSlots = 100, FlushSeconds = 20 };

    public static KnowledgeBase Known { get; } = new([], [], [], [],
    [
        new Metric("level", "gauge", "By", "host", "", ""), new Metric("count", "counter", "By", "host", "", ""),
        new Metric("of.process", "gauge", "By", "process", "", ""),
    ]);

    public static MetricSnapshot Sample(double uptime, double wall, params (string Name, string Subject, double Value)[] values)
    {
        var builder = new SnapshotBuilder(values.Length);
        foreach (var (name, subject, value) in values) builder.Add(name, value, subject);
        return builder.Seal(TimeSpan.FromSeconds(uptime), DateTimeOffset.FromUnixTimeMilliseconds((long)(wall * 1000)));
    }

    /// <summary>One sample a second of one gauge and one counter, from <paramref name="from"/> seconds after the start on.</summary>
    public static void Feed(HistoryRecorder recorder, int from, int seconds, Func<int, double> level, Func<int, double>? count = null)
    {
        for (var i = from; i < from + seconds; i++)
            recorder.Add(Sample(i, Start + i, ("level", "", level(i)), ("count", "", count?.Invoke(i) ?? i)));
    }
}
