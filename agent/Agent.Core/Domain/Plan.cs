namespace Kernward.Domain;

/// <summary>Act, leave it to somebody who can, or do nothing because nothing is wrong.</summary>
public enum Stance { Act, HandOver, NoAction }

public enum Persistence { Runtime, Boot }

/// <summary>low: R1, back at once and small. medium: R2, watched. high: R3, only with approval.</summary>
public enum RiskLevel { Low, Medium, High }

/// <summary>
/// What must be seen after a step: <paramref name="Metric"/> of <paramref name="Subject"/>, read as <paramref name="Reading"/>
/// (<c>rate</c>, <c>last</c>, ...), <c>below</c> or <c>above</c> <paramref name="Value"/>, within so many seconds.
/// </summary>
public sealed record Expectation(string Metric, string Relation, double Value, int WithinS, string Subject = "", string Reading = "last");

/// <summary>One change of one tunable in one scope (<c>host</c>, a control group's path, a device).</summary>
public sealed record Step
{
    public required int N { get; init; }

    public required string Tunable { get; init; }

    public required string Scope { get; init; }

    /// <summary>The value that the plan saw; the write is refused if the host says otherwise by then.</summary>
    public required string From { get; init; }

    public required string To { get; init; }

    public Persistence Persistence { get; init; } = Persistence.Runtime;

    public required RiskLevel Risk { get; init; }

    /// <summary>Ids of the findings that it answers; <c>asked</c> where the operator named it.</summary>
    public required IReadOnlyList<string> Because { get; init; }

    public required string Why { get; init; }

    public Expectation? Expect { get; init; }

    public required string Undo { get; init; }
}

/// <summary>Something that was considered and not chosen.</summary>
public sealed record RejectedAlternative(string What, string Why);

/// <summary>An ordered, immutable set of steps; <see cref="Id"/> is the hash of all that was approved with it.</summary>
public sealed record Plan
{
    /// <summary><c>sha256:...</c> over intent, steps, stance, host and boot.</summary>
    public required string Id { get; init; }

    public required Intent Intent { get; init; }

    public required IReadOnlyList<Step> Steps { get; init; }

    public required IReadOnlyList<RejectedAlternative> AlternativesRejected { get; init; }

    public required Stance Stance { get; init; }

    public required string Summary { get; init; }

    /// <summary>Host name and boot id: a plan is good for one host and one boot.</summary>
    public required string Host { get; init; }

    public required string Boot { get; init; }
}
