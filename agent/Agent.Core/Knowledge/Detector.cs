using Kernward.Domain;

namespace Kernward.Knowledge;

/// <summary>
/// One measurable condition. <paramref name="Value"/> is a formula over readings (<c>rate(network.tcp.listen_overflows)</c>);
/// it fires above (or below) a threshold and, once fired, stays until past <paramref name="Clear"/>.
/// <paramref name="Metric"/> is what the evidence is named after; <paramref name="Unit"/> that of the value.
/// <paramref name="WindowS"/>: the value is taken over the last so many seconds, and where less was watched the condition does
/// not hold; 0 for whatever was watched.
/// </summary>
public sealed record Condition(string Metric, Formula Value, double? Above, double? Below, double? Clear, string Unit, double WindowS = 0);

/// <summary>A look-alike: where the condition holds, what the detector sees is something else, and <paramref name="Why"/> says what.</summary>
public sealed record Refutation(Condition Condition, string Why);

/// <summary>What would help, as data: a tunable in a scope (<c>host</c>, <c>subject</c>, <c>culprit</c>) to a computed or given value.</summary>
public sealed record Remedy
{
    public required string Tunable { get; init; }

    public string Scope { get; init; } = "host";

    /// <summary>A formula, where the value is a number.</summary>
    public Formula? To { get; init; }

    /// <summary>The value itself, where it is a word.</summary>
    public string Word { get; init; } = "";

    public required string Why { get; init; }

    /// <summary><c>low medium high</c>: how much of the condition it usually removes.</summary>
    public string Gain { get; init; } = "medium";

    public Expectation? Expect { get; init; }
}

/// <summary>A named condition with its remedies: one entry of <c>knowledge/detectors.json</c>.</summary>
public sealed record Detector
{
    public required string Id { get; init; }

    /// <summary>Code in the incident catalogue: <c>N01</c>.</summary>
    public required string Incident { get; init; }

    public required FindingClass Class { get; init; }

    public required Severity Severity { get; init; }

    /// <summary><c>host cgroup device interface cpu process mount</c>: evaluated once for each.</summary>
    public required string Subject { get; init; }

    public required string Summary { get; init; }

    public required string Why { get; init; }

    public required IReadOnlyList<Condition> When { get; init; }

    /// <summary>All of these beyond their thresholds make it critical; none: never.</summary>
    public IReadOnlyList<Condition> CriticalWhen { get; init; } = [];

    /// <summary>Any of these keeps the detector silent, with the reason.</summary>
    public IReadOnlyList<Refutation> RefutedBy { get; init; } = [];

    /// <summary>Formula over each sibling group; the one with the most is the culprit. Null: no culprit.</summary>
    public Formula? Culprit { get; init; }

    /// <summary>Resources of an intent that it bears on.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    public IReadOnlyList<Remedy> Remedies { get; init; } = [];

    /// <summary>Tempting moves that do not help, each with the reason.</summary>
    public IReadOnlyList<RejectedAlternative> Wrong { get; init; } = [];

    public string Advice { get; init; } = "";

    public required string Source { get; init; }

    /// <summary>Every condition that it reads: what makes it fire, what makes it critical, what refutes it.</summary>
    internal IEnumerable<Condition> Conditions => When.Concat(CriticalWhen).Concat(RefutedBy.Select(refutation => refutation.Condition));
}
