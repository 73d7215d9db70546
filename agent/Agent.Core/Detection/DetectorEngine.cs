using Kernward.Domain;
using Kernward.Knowledge;
using Kernward.Measurement;

namespace Kernward.Detection;

/// <summary>
/// Evaluates every detector over a window. A detector that has fired stays on until its values are past the clear side, so
/// that a value that dances on the threshold is one finding, not twenty. What a look-alike explains is no finding.
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
        var look = new Look(known, window, Tunable);
        var detected = known.Detectors
            .SelectMany(detector => Subjects(detector, window).Select(subject => Detect(detector, subject, look)))
            .OfType<Detected>()
            .OrderByDescending(found => found.Finding.Severity)
            .ThenBy(found => found.Finding.Class)
            .ToList();
        return new Diagnosis(window, CauseTree.Of(detected, known.Causes), look.Evidence)
        {
            Refuted = look.Refuted,
            Courses = look.Courses,
            Loads = HostLoads.Of(known, window),
            LookedAt = LookedAtOf(window),
            Tunables = _read,
            Active = active,
        };
    }

    /// <summary>Read once in a diagnosis, so that all detectors see the same and it can be told what they saw.</summary>
    private string? Tunable(string name) => _read.TryGetValue(name, out var value) ? value : _read[name] = tunable(name);

    private LookedAt LookedAtOf(SampleWindow window)
    {
        var waiting = known.Detectors.Select(detector => detector.When.Max(condition => condition.WindowS))
            .Where(needed => needed > window.Span.TotalSeconds).ToList();
        return new LookedAt(known.Detectors.Count, known.Detectors.Select(detector => detector.Incident).Distinct().Count(), window.Last.Count,
            Math.Round(window.Span.TotalSeconds, 3), waiting.Count, waiting.DefaultIfEmpty().Max());
    }

    /// <summary>The subjects of a kind are those that have the first condition's metric.</summary>
    private List<string> Subjects(Detector detector, SampleWindow window)
    {
        if (detector.Subject == "host") return [""];
        var own = detector.When.SelectMany(condition => condition.Value.Reads).Select(read => known.Metric(read.Argument))
            .FirstOrDefault(metric => metric is not null && metric.Subject == detector.Subject);
        return own is null ? [] : window.Last.Subjects(own.Name).Where(subject => detector.Subject != "cgroup" || subject != "/").ToList();
    }

    private Detected? Detect(Detector detector, string subject, Look look)
    {
        var key = (detector.Id, subject);
        var active = _active.ContainsKey(key);
        var readings = new List<(Condition Condition, double Value)>(detector.When.Count);
        foreach (var condition in detector.When)
        {
            var value = look.Value(condition, subject);
            if (!Holds(condition, value, active))
            {
                _active.Remove(key);
                return null;
            }
            readings.Add((condition, value!.Value));
        }
        var culprit = detector.Culprit is null ? "" : CulpritOf(detector.Culprit, subject, look);
        if (detector.Culprit is not null && culprit.Length == 0) return null;
        if (detector.RefutedBy.FirstOrDefault(other => Holds(other.Condition, look.Value(other.Condition, subject), false)) is { } lookAlike)
        {
            _active.Remove(key);
            look.Refute(detector, subject, lookAlike);
            return null;
        }
        _active.TryAdd(key, look.Window.First.Time);
        var critical = detector.CriticalWhen.Count > 0
            && detector.CriticalWhen.All(condition => Holds(condition, look.Value(condition, subject), false));
        return new Detected(
            new Finding(detector.Id, detector.Incident, critical ? Severity.Critical : detector.Severity, detector.Class,
                look.Aliases.Subject(detector.Subject, subject), _active[key],
                [.. readings.Select(reading => look.Note(reading.Condition, reading.Value, subject))], detector.Why)
            {
                Culprit = culprit.Length == 0 ? null : look.Aliases.Subject(detector.Subject, culprit),
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
    private static string CulpritOf(Formula formula, string subject, Look look)
    {
        var parent = Parent(subject);
        return look.Window.Last.Cgroups
            .Where(group => group != subject && group is not "/" && Parent(group) == parent)
            .Select(group => (Group: group, Value: look.Value(formula, group) ?? 0))
            .Where(candidate => candidate.Value > 0)
            .OrderByDescending(candidate => candidate.Value)
            .Select(candidate => candidate.Group)
            .FirstOrDefault() ?? "";
    }

    private static string Parent(string group) => group[..Math.Max(0, group.LastIndexOf('/'))];
}
