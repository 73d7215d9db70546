using Kernward.Domain;
using Kernward.Knowledge;
using Kernward.Measurement;

namespace Kernward.Detection;

/// <summary>
/// Evaluates every detector over a window. A detector that has fired stays on until its values are past the clear side, so
/// that a value that dances on the threshold is one finding, not twenty.
/// </summary>
public sealed class DetectorEngine(KnowledgeBase known, Func<string, string?> tunable)
{
    private readonly Dictionary<(string Detector, string Subject), DateTimeOffset> _active = [];
    private Dictionary<string, string?> _read = [];

    /// <summary>An engine that goes on where another stood: what had fired there has fired here.</summary>
    public DetectorEngine(KnowledgeBase known, Func<string, string?> tunable, IEnumerable<ActiveDetector> active)
        : this(known, tunable)
    {
        foreach (var fired in active) _active[(fired.Detector, fired.Subject)] = fired.Since;
    }

    public Diagnosis Diagnose(SampleWindow window)
    {
        var active = _active.Select(fired => new ActiveDetector(fired.Key.Detector, fired.Key.Subject, fired.Value)).ToList();
        _read = [];
        var aliases = new Aliases();
        var evidence = new EvidenceList(known, window);
        var detected = known.Detectors
            .SelectMany(detector => Subjects(detector, window).Select(subject => Detect(detector, subject, window, evidence, aliases)))
            .OfType<Detected>()
            .OrderByDescending(found => found.Finding.Severity)
            .ThenBy(found => found.Finding.Class)
            .ToList();
        return new Diagnosis(window, detected, evidence.All) { Tunables = _read, Active = active };
    }

    /// <summary>Read once in a diagnosis, so that all detectors see the same and it can be told what they saw.</summary>
    private string? Tunable(string name) => _read.TryGetValue(name, out var value) ? value : _read[name] = tunable(name);

    /// <summary>The subjects of a kind are those that have the first condition's metric.</summary>
    private List<string> Subjects(Detector detector, SampleWindow window)
    {
        if (detector.Subject == "host") return [""];
        var own = detector.When.SelectMany(condition => condition.Value.Reads).Select(read => known.Metric(read.Argument))
            .FirstOrDefault(metric => metric is not null && metric.Subject == detector.Subject);
        return own is null ? [] : window.Last.Subjects(own.Name).Where(subject => detector.Subject != "cgroup" || subject != "/").ToList();
    }

    private Detected? Detect(Detector detector, string subject, SampleWindow window, EvidenceList evidence, Aliases aliases)
    {
        var values = new WindowValues(known, window, subject, Tunable);
        var key = (detector.Id, subject);
        var readings = detector.When.Select(condition => (Condition: condition, Value: condition.Value.Evaluate(values))).ToList();
        if (!readings.TrueForAll(reading => Holds(reading.Condition, reading.Value, _active.ContainsKey(key))))
        {
            _active.Remove(key);
            return null;
        }
        var culprit = detector.Culprit is null ? "" : CulpritOf(detector.Culprit, subject, window);
        if (detector.Culprit is not null && culprit.Length == 0) return null;
        _active.TryAdd(key, window.First.Time);
        var critical = detector.CriticalWhen.Count > 0
            && detector.CriticalWhen.All(condition => Holds(condition, condition.Value.Evaluate(values), false));
        return new Detected(
            new Finding(detector.Id, detector.Incident, critical ? Severity.Critical : detector.Severity, detector.Class,
                aliases.Subject(detector.Subject, subject), _active[key],
                [.. readings.Select(reading => evidence.Add(reading.Condition, reading.Value ?? 0, subject))], detector.Why)
            {
                Culprit = culprit.Length == 0 ? null : aliases.Subject(detector.Subject, culprit),
                Advice = detector.Advice,
            },
            detector, subject, culprit);
    }

    /// <summary>An absent value holds nothing: what cannot be seen is not found.</summary>
    internal static bool Holds(Condition condition, double? value, bool active)
    {
        if (value is null) return false;
        var clear = active ? condition.Clear : null;
        return condition.Above is { } above ? value > (clear ?? above) : value < (clear ?? condition.Below);
    }

    /// <summary>Among the groups beside the subject (same parent), the one with the most; empty where none has any.</summary>
    private string CulpritOf(Formula formula, string subject, SampleWindow window)
    {
        var parent = Parent(subject);
        return window.Last.Cgroups
            .Where(group => group != subject && group is not "/" && Parent(group) == parent)
            .Select(group => (Group: group, Value: formula.Evaluate(new WindowValues(known, window, group, Tunable)) ?? 0))
            .Where(candidate => candidate.Value > 0)
            .OrderByDescending(candidate => candidate.Value)
            .Select(candidate => candidate.Group)
            .FirstOrDefault() ?? "";
    }

    private static string Parent(string group) => group[..Math.Max(0, group.LastIndexOf('/'))];
}
