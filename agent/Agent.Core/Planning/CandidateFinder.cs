using Kernward.Detection;
using Kernward.Domain;
using Kernward.Execution;
using Kernward.Knowledge;
using Kernward.Machine;

namespace Kernward.Planning;

/// <summary>Works out every step that the knowledge base offers for an intent and what was found; nothing else can be proposed.</summary>
public sealed class CandidateFinder(ActuatorSet tunables, Host host, Diagnosis diagnosis)
{
    private const int MostDisks = 4;

    private readonly KnowledgeBase _known = tunables.Knowledge;

    /// <summary>
    /// The remedies of every finding that has some, but of no symptom whose cause is dealt with: a dying disk is replaced, and
    /// nobody tunes the queue before it.
    /// </summary>
    public IEnumerable<Candidate> Remedies() => diagnosis.Detected.Where(detected => !IsLeftToItsCause(detected)).SelectMany(detected => Remedies(detected));

    /// <summary>True where something above it is somebody else's to mend, or has a step of its own that could be taken.</summary>
    public bool IsLeftToItsCause(Detected detected) => detected.Cause is { } cause
        && (cause.Finding.Class == FindingClass.HandOver || Remedies(cause).Any() || IsLeftToItsCause(cause));

    private IEnumerable<Candidate> Remedies(Detected detected) =>
        from remedy in detected.Detector.Remedies
        let scope = remedy.Scope switch { "subject" => detected.Subject, "culprit" => detected.Culprit, _ => "host" }
        from candidate in Make(remedy.Tunable, scope, remedy.To, remedy.Word, new Reason(detected.Finding.Id, remedy.Why, remedy.Gain, Expect(remedy.Expect, detected)), [])
        select candidate;

    /// <summary>What the profiles of a workload would set, where it is not so already.</summary>
    public IEnumerable<Candidate> Profile(string workload) =>
        from profile in _known.Profiles
        where profile.Workloads.Contains(workload)
        from setting in profile.Settings
        from scope in Scopes(setting.Tunable)
        where setting.If is null || setting.If.Evaluate(Values("", setting.Tunable, scope, [])) > 0
        from candidate in Make(setting.Tunable, scope, setting.To, setting.Word, new Reason("asked", setting.Why, "medium", null), [])
        select candidate;

    /// <summary>A party's wish, and what it means for the other one.</summary>
    public IEnumerable<Candidate> Allocation(AllocationRule rule, Intent intent, string party, string other)
    {
        var values = new Dictionary<string, double>();
        if (Quantity.Of(intent) is { } value) values["value"] = value;
        if (WindowValues.Number(tunables.Read(host, rule.Tunable, other)) is { } others) values["other"] = others;
        var word = rule.To is null && rule.OtherTo is null ? intent.Value : "";
        var expect = rule.Expect is { } rules ? rules with { Subject = party } : null;
        if (rule.To is not null || word.Length > 0)
            foreach (var candidate in Make(rule.Tunable, party, rule.To, word, new Reason("asked", rule.Why, "high", expect), values))
                yield return candidate;
        if (rule.OtherTo is null || other.Length == 0) yield break;
        foreach (var candidate in Make(rule.Tunable, other, rule.OtherTo, "", new Reason("asked", rule.Why, "high", expect), values))
            yield return candidate;
    }

    /// <summary>One named tunable at one value; the guard says whether it may be.</summary>
    public Candidate? Setting(Tunable tunable, string scope, string value) =>
        tunables.Read(host, tunable.Id, scope) is { } current
            ? new Candidate(tunable, scope, current, value, "asked", "asked for by name", "high", null)
            : null;

    private sealed record Reason(string For, string Why, string Gain, Expectation? Expect);

    private IEnumerable<Candidate> Make(string id, string scope, Formula? to, string word, Reason reason, Dictionary<string, double> named)
    {
        if (_known.Tunable(id) is not { } tunable || tunables.Read(host, id, scope) is not { } current) yield break;
        var text = word;
        if (to is not null)
        {
            if (to.Evaluate(Values(scope == "host" ? "" : scope, id, scope, named)) is not { } number) yield break;
            text = ValueText.Of(tunable, current, number);
        }
        if (text != current && !IsSameNumber(text, current))
            yield return new Candidate(tunable, scope, current, text, reason.For, reason.Why, reason.Gain, reason.Expect);
    }

    private static bool IsSameNumber(string a, string b) =>
        !a.Contains(' ') && WindowValues.Number(a) is { } left && WindowValues.Number(b) is { } right && left.Equals(right);

    private WindowValues Values(string subject, string tunable, string scope, Dictionary<string, double> named)
    {
        var all = new Dictionary<string, double>(named);
        if (WindowValues.Number(tunables.Read(host, tunable, scope)) is { } current) all["current"] = current;
        return new WindowValues(_known, diagnosis.Window, subject, name => tunables.Read(host, name, "host")) { Named = all };
    }

    /// <summary>Every disk for a tunable of disks, the host for all others.</summary>
    private List<string> Scopes(string tunable) => _known.Tunable(tunable)?.Kind == "block" ? [.. Disks(tunable).Take(MostDisks)] : ["host"];

    /// <summary>The disks that have a tunable, by name; what is no disk of its own (loop, memory, optical) is left out.</summary>
    public IEnumerable<string> Disks(string tunable) =>
        host.List("sys/block").Where(device => IsDisk(device) && tunables.Read(host, tunable, device) is not null).Order();

    private static bool IsDisk(string device) =>
        !device.StartsWith("loop", StringComparison.Ordinal) && !device.StartsWith("ram", StringComparison.Ordinal)
        && !device.StartsWith("zram", StringComparison.Ordinal) && !device.StartsWith("sr", StringComparison.Ordinal);

    private Expectation? Expect(Expectation? expect, Detected detected) =>
        expect is null || _known.Metric(expect.Metric)?.Subject == "host" ? expect : expect with { Subject = detected.Subject };
}
