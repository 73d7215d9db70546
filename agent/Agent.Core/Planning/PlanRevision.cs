using Kernward.Domain;
using Kernward.Knowledge;

namespace Kernward.Planning;

/// <summary>A waiting plan with a part dropped or a value changed, as a new plan.</summary>
public static class PlanRevision
{
    /// <summary>
    /// A step number alone keeps that step; a resource named keeps the steps of all others; a value with a unit, or larger than the
    /// number of steps, becomes the value of the only step. Null with the reason where none of it fits.
    /// </summary>
    public static Plan? Of(Plan plan, Intent wish, KnowledgeBase known, out string problem)
    {
        problem = "";
        var number = Quantity.Of(wish);
        if (wish.Resource.Length > 0 && wish.Value.Length == 0)
            return Keep(plan, step => known.Tunable(step.Tunable)?.Resource != wish.Resource, out problem);
        if (wish.Unit.Length == 0 && number is { } chosen && chosen.Equals(Math.Floor(chosen)) && chosen >= 1 && chosen <= plan.Steps.Count && plan.Steps.Count > 1)
            return Keep(plan, step => step.N == (int)chosen, out problem);
        if (wish.Value.Length > 0 && plan.Steps.Count == 1 && known.Tunable(plan.Steps[0].Tunable) is { } tunable)
            return Sealed(plan, [plan.Steps[0] with { To = number is { } value ? ValueText.Plain(tunable, value) : wish.Value }]);
        problem = "I can keep one step (\"only the first\"), drop what concerns a resource, or change the value of a plan with one step. Say it that way, or say what you want anew.";
        return null;
    }

    private static Plan? Keep(Plan plan, Func<Step, bool> kept, out string problem)
    {
        var steps = plan.Steps.Where(kept).Select((step, i) => step with { N = i + 1 }).ToList();
        problem = steps.Count == 0 ? "Nothing would be left of the plan; say no if you want none of it." : "";
        return steps.Count == 0 ? null : Sealed(plan, steps);
    }

    private static Plan Sealed(Plan plan, IReadOnlyList<Step> steps) => PlanHash.Seal(plan with
    {
        Steps = steps,
        Summary = PlanSummary.Of(steps),
    });
}
