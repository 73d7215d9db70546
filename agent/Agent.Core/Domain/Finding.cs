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

    /// <summary>What a person should do beside or instead of what Kernward can do; empty if nothing.</summary>
    public string Advice { get; init; } = "";
}
