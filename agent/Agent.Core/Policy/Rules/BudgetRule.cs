using Kernward.Domain;

namespace Kernward.Policy.Rules;

/// <summary>A plan that acts has steps, and no more than policy allows: a small change can be judged, a big one cannot.</summary>
internal sealed class BudgetRule : IRule
{
    public IEnumerable<Objection> Check(RuleContext context)
    {
        var (plan, most) = (context.Plan, context.Policy.MaxSteps);
        if (plan.Steps.Count > most)
            yield return new Objection("budget", Decision.Deny, 0, $"{plan.Steps.Count} steps; policy allows {most} in one plan (max_steps)");
        if (plan.Steps.Count == 0 || plan.Stance != Stance.Act)
            yield return new Objection("budget", Decision.Deny, 0, "there is nothing in it to apply");
    }
}
