using Kernward.Domain;
using Kernward.Knowledge;
using Kernward.Measurement;

namespace Kernward.Detection;

/// <summary>One diagnosis while it is made: its window and the ends of it that conditions ask for, its evidence, its names.</summary>
internal sealed class Look(KnowledgeBase known, SampleWindow window, Func<string, string?> tunable)
{
    private readonly Dictionary<double, SampleWindow?> _tails = new() { [0] = window };
    private readonly List<Refuted> _refuted = [];
    private readonly Dictionary<string, IReadOnlyList<double>> _courses = [];
    private readonly EvidenceList _evidence = new(known, window);
    private readonly Lazy<List<SampleWindow>> _steps = new(() =>
        [.. window.Samples.Zip(window.Samples.Skip(1), (before, after) => new SampleWindow([before, after]))]);

    public SampleWindow Window => window;

    public IReadOnlyList<Evidence> Evidence => _evidence.All;

    public Aliases Aliases { get; } = new();

    public IReadOnlyList<Refuted> Refuted => _refuted;

    /// <summary>Null where something is absent, or less was watched than the condition needs.</summary>
    public double? Value(Condition condition, string subject) => Tail(condition.WindowS) is { } tail
        ? condition.Value.Evaluate(Values(tail, subject))
        : null;

    public double? Value(Formula formula, string subject) => formula.Evaluate(Values(window, subject));

    /// <summary>By the id of the evidence, the value from sample to sample.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Courses => _courses;

    /// <summary>Notes what a finding rests on, and how it went; gives the id of the evidence.</summary>
    public string Note(Condition condition, double value, string subject)
    {
        var id = _evidence.Add(condition, value, subject);
        if (!_courses.ContainsKey(id))
            _courses[id] = [.. _steps.Value.Select(step => condition.Value.Evaluate(Values(step, subject))).OfType<double>()];
        return id;
    }

    public void Refute(Detector detector, string subject, Refutation lookAlike) => _refuted.Add(new Refuted(
        detector.Id, detector.Incident, Aliases.Subject(detector.Subject, subject), lookAlike.Why,
        [Note(lookAlike.Condition, Value(lookAlike.Condition, subject) ?? 0, subject)]));

    private WindowValues Values(SampleWindow over, string subject) => new(known, over, subject, tunable);

    private SampleWindow? Tail(double seconds) =>
        _tails.TryGetValue(seconds, out var tail) ? tail : _tails[seconds] = window.Tail(TimeSpan.FromSeconds(seconds));
}
