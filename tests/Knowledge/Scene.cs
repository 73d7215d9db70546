using System.Globalization;
using Kernward.Measurement;

namespace Kernward.Tests.Knowledge;

/// <summary>
/// An invented window of 1.5 s, as short as the ones behind a question, or of <c>window SECONDS</c>. Readings are written as text:
/// <c>name value; name@subject +rate; name before&gt;after; name from..to; name one~other; name a,b,c,d</c> (a step, a slope, a value that
/// flips, each sample by itself), separated by <c>;</c> or new lines.
/// </summary>
internal static class Scene
{
    private const int Samples = 4;

    /// <summary>The later text goes before the earlier, reading by reading; <c>name -</c> takes one away.</summary>
    public static SampleWindow Window(params string[] texts)
    {
        var readings = new Dictionary<MetricKey, string>();
        foreach (var reading in texts.SelectMany(text => text.Split([';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            var parts = reading.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var key = parts[0].Split('@');
            readings[new MetricKey(key[0], key.Length > 1 ? key[1] : "")] = parts[1];
        }
        var span = readings.Remove(new MetricKey("window"), out var text) ? Number(text) : 1.5;
        return new SampleWindow([.. Enumerable.Range(0, Samples).Select(i => Snapshot(readings, i, span * i / (Samples - 1)))]);
    }

    private static MetricSnapshot Snapshot(Dictionary<MetricKey, string> readings, int sample, double time)
    {
        var builder = new SnapshotBuilder(readings.Count);
        foreach (var (key, text) in readings.Where(reading => reading.Value != "-")) builder.Add(key.Name, ValueAt(text, sample, time), key.Subject);
        foreach (var group in readings.Keys.Where(key => key.Name.StartsWith("cgroup.", StringComparison.Ordinal)).Select(key => key.Subject).Distinct()) builder.AddCgroup(group);
        return builder.Seal(TimeSpan.FromSeconds(1000 + time), DateTimeOffset.UnixEpoch.AddSeconds(time));
    }

    /// <summary>Counters start at 1000, because none starts when the window does.</summary>
    private static double ValueAt(string text, int sample, double time)
    {
        if (text[0] == '+') return 1000 + (Number(text[1..]) * time);
        if (text.Split("..") is [var from, var to]) return Number(from) + ((Number(to) - Number(from)) * sample / (Samples - 1));
        if (text.Split(',') is { Length: Samples } each) return Number(each[sample]);
        if (text.Split('~') is [var one, var other]) return Number(sample % 2 == 0 ? one : other);
        var ends = text.Split('>');
        return Number(ends[sample < Samples / 2 ? 0 : ^1]);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
