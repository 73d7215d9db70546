using Kernward.Domain;
using Kernward.Knowledge;
using Kernward.Measurement;

namespace Kernward.Detection;

/// <summary>One metric of one subject over the window; null where a sample does not have it.</summary>
public sealed record ObservedSeries(string Metric, string Subject, string Unit, IReadOnlyList<double?> Values);

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
            [.. keys.Select(key => new ObservedSeries(key.Name, key.Subject, known.Metric(key.Name)?.Unit ?? "",
                [.. samples.Select(sample => sample.Get(key.Name, key.Subject))]))],
            diagnosis.Window.Last.Cgroups, diagnosis.Tunables, diagnosis.Active, diagnosis.Findings, diagnosis.Evidence);
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
                if (series.Values[i] is { } value) builder.Add(series.Metric, value, series.Subject);
            foreach (var group in Cgroups) builder.AddCgroup(group);
            return builder.Seal(at, Times[i]);
        });
        return new SampleWindow([.. samples]);
    }

    /// <summary>True where the parts fit each other; what comes from elsewhere may not.</summary>
    internal bool IsWhole => Schema == ThisSchema && At.Count > 0 && Times.Count == At.Count && Series.All(series => series.Values.Count == At.Count);

    private static HashSet<string> MetricsRead(KnowledgeBase known) =>
    [
        .. OfHost,
        .. known.Detectors.SelectMany(detector => detector.Conditions.Select(condition => condition.Value)
                .Concat(detector.Culprit is { } culprit ? [culprit] : []))
            .SelectMany(formula => formula.Reads).Select(read => read.Argument),
    ];
}
