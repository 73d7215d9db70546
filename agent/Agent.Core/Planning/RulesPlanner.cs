using Kernward.Domain;

namespace Kernward.Planning;

/// <summary>
/// Chooses without a model: what was asked by name is taken as asked; otherwise the findings that bear on the intent, worst
/// first, each with its most promising steps, the less risky first.
/// </summary>
public sealed class RulesPlanner : IPlanner
{
    private const int Most = 4;

    public Task<PlanChoice> ChooseAsync(PlanTask task, CancellationToken cancel) => Task.FromResult(Choose(task));

    /// <summary>The choice by rules.</summary>
    public static PlanChoice Choose(PlanTask task)
    {
        var order = task.Candidates
            .Select((candidate, i) => (Candidate: candidate, Index: i))
            .Where(item => IsWithin(task.Intent, item.Candidate))
            .OrderBy(item => FindingRank(task, item.Candidate))
            .ThenByDescending(item => GainRank(item.Candidate))
            .ThenBy(item => item.Candidate.Tunable.Risk)
            .DistinctBy(item => (item.Candidate.Tunable.Id, item.Candidate.Scope))
            .Take(Most)
            .Select(item => item.Index)
            .ToList();
        return new PlanChoice(order.Count > 0 ? Stance.Act : StanceWithout(task), order, "rules");
    }

    /// <summary>Whether the operator's limits leave it: they are law for a planner of any kind.</summary>
    public static bool IsWithin(Intent intent, Candidate candidate)
    {
        if (intent.Has("no-" + candidate.Tunable.Resource)) return false;
        if (intent.Has("low-risk") && candidate.Tunable.Risk > RiskClass.R1) return false;
        if (intent.Has("no-restart") && candidate.Tunable.TakesEffect.Contains("restart", StringComparison.Ordinal)) return false;
        return candidate.For == "asked" || candidate.Tunable.Risk < RiskClass.R3;
    }

    internal static Stance StanceWithout(PlanTask task) =>
        task.Diagnosis.Findings.Any(finding => finding.Class == FindingClass.HandOver) ? Stance.HandOver : Stance.NoAction;

    private static int FindingRank(PlanTask task, Candidate candidate)
    {
        for (var i = 0; i < task.Diagnosis.Findings.Count; i++)
            if (task.Diagnosis.Findings[i].Id == candidate.For)
                return i;
        return candidate.For == "asked" ? -1 : int.MaxValue;
    }

    private static int GainRank(Candidate candidate) => candidate.Gain switch { "high" => 2, "medium" => 1, _ => 0 };
}
