using Kernward.Domain;

namespace Kernward.Planning;

/// <summary>One sentence that says what a plan is about.</summary>
internal static class PlanSummary
{
    public static string Of(PlanTask task, IReadOnlyList<Step> steps)
    {
        if (steps.Count > 0) return Of(steps);
        var handed = task.Diagnosis.Detected.FirstOrDefault(detected => detected.Finding.Class == FindingClass.HandOver);
        if (handed is not null) return $"{handed.Detector.Summary}. {handed.Detector.Advice}".TrimEnd();
        if (task.Intent.Act is Act.Set or Act.Allocate) return "It is so already; nothing to change.";
        return task.Diagnosis.Findings.Count > 0
            ? "What was found is not something that a setting of this host would better; nothing to change."
            : "Nothing is wrong that could be seen; doing nothing is the right thing.";
    }

    /// <summary>What is changed, step by step; not for a plan without any.</summary>
    public static string Of(IReadOnlyList<Step> steps) => string.Join(", ", steps.Select(Text)) + (steps.Count == 1 ? "; 1 step" : $"; {steps.Count} steps");

    private static string Text(Step step) => $"{step.Tunable} {step.From} -> {step.To} {(step.Scope == "host" ? "on host" : "for " + Shown.Safe(step.Scope))}";
}
