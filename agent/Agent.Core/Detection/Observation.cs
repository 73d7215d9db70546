using System.Text.Json.Serialization;
using Kernward.Domain;
using Kernward.Knowledge;
using Kernward.Measurement;

namespace Kernward.Detection;

/// <summary>
/// One metric of one subject over the window; null where a sample does not have it. <paramref name="Ages"/> are the seconds by which
/// each was read before its sample; null where all were read with their samples.
/// </summary>
public sealed record ObservedSeries(string Metric, string Subject, string Unit, IReadOnlyList<double?> Values,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<double>? Ages = null);

/// <summary>
/// What detectors saw and what they said: only what they read, so that it is small, and all of it, so that running them again
/// says the same. <paramref name="At"/> is the host's monotonic time of each sample, <paramref name="Times"/> its wall clock;
/// <paramref name="Cgroups"/> are the groups of the last sample.
/// </summary>
public sealed record Observation(
    string Schema, string Knowledge, IReadOnlyList<TimeSpan> At, IReadOnlyList<DateTimeOffset> Times, IReadOnlyList<ObservedSeries> Series,
    IReadOnlyList<string> Cgroups, IReadOnlyDictionary<string, string?> Tunables, IReadOnlyList<ActiveDetector> Active,
    IReadOnlyList<Finding> Findings, IReadOnlyList<Evidence> Evidence)
{
    public const string ThisSchema = "kernward-observation/1";

    /// <summary>Metrics that bare names in formulas stand for.</summary>
    private static readonly string[] OfHost = ["system.cpu.count", "system.memory.total", "system.memory.page_size"];

    public static Observation Of(Diagnosis diagnosis, KnowledgeBase known)
    {
        var samples = diagnosis.Window.Samples;
        var read = MetricsRead(known);
        // The last sample's order first: it is the order in which detectors meet subjects and number them.
        var keys = samples.Reverse().SelectMany(sample => sample.All.Select(pair => pair.Key)).Where(key => read.Contains(key.Name)).Distinct();
        return new Observation(ThisSchema, known.Hash, [.. samples.Select(sample => sample.At)], [.. samples.Select(sample => sample.Time)],
            [.. keys.Select(key => Observed(key, known.Metric(key.Name)?.Unit ?? "", samples))],
            diagnosis.Window.Last.Cgroups, diagnosis.Tunables, diagnosis.Active, diagnosis.Findings, diagnosis.Evidence);
    }

    private static ObservedSeries Observed(MetricKey key, string unit, IReadOnlyList<MetricSnapshot> samples)
    {
        var found = samples.Select(sample => (sample.At, Reading: sample.Find(key.Name, key.Subject))).ToList();
        var ages = found.Select(sample => sample.Reading is { } reading ? (sample.At - reading.At).TotalSeconds : 0).ToList();
        return new ObservedSeries(key.Name, key.Subject, unit, [.. found.Select(sample => sample.Reading?.Value)], ages.Exists(age => age > 0) ? ages : null);
    }

    /// <summary>Runs the detectors again on what was seen.</summary>
    public Diagnosis Again(KnowledgeBase known) =>
        new DetectorEngine(known, name => Tunables.GetValueOrDefault(name), Active).Diagnose(Window());

    private SampleWindow Window()
    {
        var samples = At.Select((at, i) =>
        {
            var builder = new SnapshotBuilder(Series.Count);
            foreach (var series in Series)
            {
                if (series.Values[i] is not { } value) continue;
                builder.Gather();
                builder.Add(series.Metric, value, series.Subject);
                builder.Add(builder.Gathered(), at - TimeSpan.FromSeconds(series.Ages?[i] ?? 0));
            }
            foreach (var group in Cgroups) builder.AddCgroup(group);
            return builder.Seal(at, Times[i]);
        });
        return new SampleWindow([.. samples]);
    }

    /// <summary>True where the parts fit each other; what comes from elsewhere may not.</summary>
    internal bool IsWhole => Schema == ThisSchema && At.Count > 0 && Times.Count == At.Count && Series.All(series => series.Values.Count == At.Count
        && (series.Ages is not { } ages || (ages.Count == At.Count && ages.All(age => age is >= 0 and < 1e9))));

    private static HashSet<string> MetricsRead(KnowledgeBase known) =>
    [
        .. OfHost,
        .. known.Detectors.SelectMany(detector => detector.Conditions.Select(condition => condition.Value)
                .Concat(detector.Culprit is { } culprit ? [culprit] : []))
            .SelectMany(formula => formula.Reads).Select(read => read.Argument),
    ];
}
