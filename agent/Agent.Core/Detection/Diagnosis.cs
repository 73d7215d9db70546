using Kernward.Domain;
using Kernward.Knowledge;
using Kernward.Measurement;

namespace Kernward.Detection;

/// <summary>A finding with the detector that made it, and the group or device that it is about.</summary>
public sealed record Detected(Finding Finding, Detector Detector, string Subject, string Culprit);

/// <summary>What was found in one window, worst first, with all evidence that it rests on.</summary>
public sealed record Diagnosis(SampleWindow Window, IReadOnlyList<Detected> Detected, IReadOnlyList<Evidence> Evidence)
{
    public IReadOnlyList<Finding> Findings { get; } = [.. Detected.Select(detected => detected.Finding)];
}
