using Kernward.History;
using Kernward.Knowledge;
using Kernward.Measurement;

namespace Kernward.Escapes;

/// <summary>An observer of nothing real that never rests: a sample for each second of a made-up time, until it is killed.</summary>
internal static class Recorder
{
    public const string Argument = "--record";

    private const long Start = 1_800_000_000;
    private const int Series = 200;

    /// <summary>The same all through a minute, so that every roll-up of it is that value.</summary>
    public static float ValueAt(long moment, int series) => moment / 60 % 1000 + series * 1000;

    public static int Run(string directory)
    {
        var known = new KnowledgeBase([], [], [], [], [new Metric("level", "gauge", "1", "host", "", "")]);
        var next = Start;
        using (var reader = HistoryReader.TryOpen(directory, out _))
            if (reader?.Newest() is { } newest) next = (long)newest / 60 * 60 + 60;
        using var recorder = new HistoryRecorder(known, new HistoryLimits { MostSeries = Series, RingSlots = 60, FlushSeconds = 60 }, directory, TimeProvider.System);
        recorder.Open();
        for (var second = 0; ; second++, next++)
        {
            var builder = new SnapshotBuilder(Series);
            for (var series = 0; series < Series; series++) builder.Add("level", ValueAt(next, series), $"s{series}");
            recorder.Add(builder.Seal(TimeSpan.FromSeconds(second), DateTimeOffset.FromUnixTimeSeconds(next)));
            if (next % 60 == 0) Console.WriteLine(next);
        }
    }
}
