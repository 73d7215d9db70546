namespace Kernward.Domain;

public enum Severity { Info, Warning, Critical }

/// <summary>Who can do something about it: us by a tunable, us by dividing resources, somebody else, or nobody needs to.</summary>
public enum FindingClass { Tune, Reallocate, HandOver, None }

/// <summary>What a finding is about. <paramref name="Alias"/> is what a model sees instead of the name (<c>cgroup-3</c>).</summary>
public sealed record FindingSubject(string Type, string Name, string Alias);

/// <summary>One detected condition with its evidence; <c>Incident</c> is the code of the incident catalogue.</summary>
public sealed record Finding(
    string Id, string Incident, Severity Severity, FindingClass Class, FindingSubject Subject,
    DateTimeOffset Since, IReadOnlyList<string> Evidence, string Why)
{
    /// <summary>The other party, where the condition has one: the group that takes what the subject lacks.</summary>
    public FindingSubject? Culprit { get; init; }

    /// <summary>The finding that brought this one about; null where this one is a root.</summary>
    public FindingCause? Cause { get; init; }

    /// <summary>What a person should do beside or instead of what Kernward can do; empty if nothing.</summary>
    public string Advice { get; init; } = "";
}

/// <summary>Points from a symptom to its cause: the id and the subject's alias of another finding, and why that brings this about.</summary>
public sealed record FindingCause(string Id, string Subject, string Why);

/// <summary>
/// What a detector would have found, were it not for a look-alike: <paramref name="Why"/> says what it is instead, and
/// <paramref name="Evidence"/> is what says so.
/// </summary>
public sealed record Refuted(string Id, string Incident, FindingSubject Subject, string Why, IReadOnlyList<string> Evidence);

/// <summary>How loaded a resource was over the window: <paramref name="Share"/> from 0 to 1, <paramref name="Word"/> what it is a share of.</summary>
public sealed record Load(string Id, string Label, string Subject, double Share, string Word);

/// <summary>
/// What a diagnosis looked at. <paramref name="Waiting"/> detectors need a longer look, of <paramref name="LongestS"/> s at the most.
/// </summary>
public sealed record LookedAt(int Detectors, int Incidents, int Readings, double WindowS, int Waiting, double LongestS);
