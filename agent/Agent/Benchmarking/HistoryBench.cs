using System.Diagnostics;
using Kernward.History;
using Kernward.Knowledge;
using Kernward.Measurement;
using Kernward.Torture;

namespace Kernward.Benchmarking;

/// <summary>
/// What remembering costs, with 1,500 series as a busy host has them: half stand still, a quarter are counters, a quarter wander.
/// Time is made up, so that hours take seconds; the file is a real one.
/// </summary>
internal static class HistoryBench
{
    private const int Series = 1500, Warming = 200, Samples = 2000;
    private const int Hours = 2;
    private const long Start = 1_800_000_000;

    private static readonly KnowledgeBase Known = new([], [], [], [],
        [new Metric("level", "gauge", "1", "cgroup", "", ""), new Metric("count", "counter", "1", "cgroup", "", "")]);

    /// <summary>CPU milliseconds of one sample taken in, the share of the write that comes every 30 s among it; the mean of many.</summary>
    public static double Append()
    {
        using var scratch = ScratchSpace.OnDisk();
        using var recorder = Recorder(scratch.Make("history"));
        var samples = Made(Warming + Samples).ToList();
        foreach (var sample in samples.Take(Warming)) recorder.Add(sample);
        using var self = Process.GetCurrentProcess();
        var before = self.TotalProcessorTime;
        foreach (var sample in samples.Skip(Warming)) recorder.Add(sample);
        self.Refresh();
        return Math.Round((self.TotalProcessorTime - before).TotalMilliseconds / Samples, 3);
    }

    /// <summary>Megabytes that a day takes on disk, both tiers, from two hours. Half of the series are noise, which nothing makes smaller.</summary>
    public static double Day()
    {
        using var scratch = ScratchSpace.OnDisk();
        var place = scratch.Make("history");
        Fill(place);
        return Math.Round(HistoryReader.SizeIn(place) / 1e6 * 24 / Hours, 1);
    }

    /// <summary>Milliseconds to read two hours of one series; the median of many.</summary>
    public static double Read()
    {
        using var scratch = ScratchSpace.OnDisk();
        var place = scratch.Make("history");
        Fill(place);
        using var query = new HistoryQuery(HistoryReader.TryOpen(place, out _));
        var times = Enumerable.Range(0, 101).Select(i =>
        {
            var started = Stopwatch.GetTimestamp();
            query.Read(new MetricKey("level", $"s{Series * 3 / 4 + i * 3}"), Start, Start + Hours * 3600, 10, Reading.Mean);
            return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }).Order().ToList();
        return Math.Round(times[times.Count / 2], 2);
    }

    private static HistoryRecorder Recorder(string directory) => new(Known, new HistoryLimits(), directory, TimeProvider.System);

    private static void Fill(string directory)
    {
        using var recorder = Recorder(directory);
        // To the end of the second hour and over it, so that it is rolled up.
        foreach (var sample in Made(Hours * 3600 + 15)) recorder.Add(sample);
    }

    private static IEnumerable<MetricSnapshot> Made(int samples)
    {
        var random = new Random(1);
        var values = new double[Series];
        for (var i = 0; i < samples; i++)
        {
            var builder = new SnapshotBuilder(Series);
            for (var n = 0; n < Series; n++)
            {
                values[n] += n < Series / 2 ? 0 : n < Series * 3 / 4 ? random.Next(2000) : random.Next(-100, 101);
                builder.Add(n >= Series / 2 && n < Series * 3 / 4 ? "count" : "level", values[n], $"s{n}");
            }
            yield return builder.Seal(TimeSpan.FromSeconds(i), DateTimeOffset.FromUnixTimeSeconds(Start + i));
        }
    }
}
