using Kernward.Domain;
using Kernward.Knowledge;
using Kernward.Measurement;

namespace Kernward.Detection;

/// <summary>A finding with the detector that made it, and the group or device that it is about.</summary>
public sealed record Detected(Finding Finding, Detector Detector, string Subject, string Culprit);

/// <summary>A detector that had fired for a subject before and was not past its clear side.</summary>
public sealed record ActiveDetector(string Detector, string Subject, DateTimeOffset Since);

/// <summary>What was found in one window, worst first, with all evidence that it rests on.</summary>
public sealed record Diagnosis(SampleWindow Window, IReadOnlyList<Detected> Detected, IReadOnlyList<Evidence> Evidence)
{
    public IReadOnlyList<Finding> Findings { get; } = [.. Detected.Select(detected => detected.Finding)];

    /// <summary>The tunables that detectors read, with their values; null where the host has none of that name.</summary>
    public IReadOnlyDictionary<string, string?> Tunables { get; init; } = new Dictionary<string, string?>();

    /// <summary>What had fired before this window.</summary>
    public IReadOnlyList<ActiveDetector> Active { get; init; } = [];
}
