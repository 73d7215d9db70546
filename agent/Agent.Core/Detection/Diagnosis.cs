using Kernward.Domain;
using Kernward.Knowledge;
using Kernward.Measurement;

namespace Kernward.Detection;

/// <summary>A finding with the detector that made it, the group or device that it is about, and what brought it about.</summary>
public sealed record Detected(Finding Finding, Detector Detector, string Subject, string Culprit)
{
    /// <summary>The finding that brought this one about; null for a root.</summary>
    public Detected? Cause { get; init; }
}

/// <summary>A detector that had fired for a subject before and was not past its clear side.</summary>
public sealed record ActiveDetector(string Detector, string Subject, DateTimeOffset Since);

/// <summary>What was found in one window, worst first and each cause before its symptoms, with all evidence that it rests on.</summary>
public sealed record Diagnosis(SampleWindow Window, IReadOnlyList<Detected> Detected, IReadOnlyList<Evidence> Evidence)
{
    public IReadOnlyList<Finding> Findings => [.. Detected.Select(detected => detected.Finding)];

    /// <summary>Findings that nothing else found here brought about, worst first by the worst of their trees.</summary>
    public IEnumerable<Detected> Roots => Detected.Where(detected => detected.Cause is null);

    /// <summary>What this finding brought about, itself not.</summary>
    public IEnumerable<Detected> SymptomsOf(Detected cause) => Detected.Where(detected => ReferenceEquals(detected.Cause, cause));

    /// <summary>The worst severity of a finding and of all that it brought about.</summary>
    public Severity WorstOf(Detected root) => SymptomsOf(root).Select(WorstOf).Append(root.Finding.Severity).Max();

    /// <summary>What would have been found, were it not for a look-alike.</summary>
    public IReadOnlyList<Refuted> Refuted { get; init; } = [];

    /// <summary>By the id of a piece of evidence: its value from sample to sample, as far as two samples give one.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Courses { get; init; } = new Dictionary<string, IReadOnlyList<double>>();

    /// <summary>Every resource's load, the highest first.</summary>
    public IReadOnlyList<Load> Loads { get; init; } = [];

    /// <summary>What was looked at; null in a diagnosis that was not made by looking.</summary>
    public LookedAt? LookedAt { get; init; }

    /// <summary>The tunables that detectors read, with their values; null where the host has none of that name.</summary>
    public IReadOnlyDictionary<string, string?> Tunables { get; init; } = new Dictionary<string, string?>();

    /// <summary>What had fired before this window.</summary>
    public IReadOnlyList<ActiveDetector> Active { get; init; } = [];
}
