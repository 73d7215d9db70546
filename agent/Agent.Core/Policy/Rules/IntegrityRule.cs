using Kernward.Domain;
using Kernward.Machine;

namespace Kernward.Policy.Rules;

/// <summary>A plan is what was hashed, for this host and this boot, with steps numbered from 1.</summary>
internal sealed class IntegrityRule : IRule
{
    public IEnumerable<Objection> Check(RuleContext context)
    {
        var plan = context.Plan;
        if (!PlanHash.Matches(plan)) yield return Deny("the plan is not what its id says: it was changed after it was made");
        var here = HostIdentity.Of(context.Host);
        if (plan.Host != here.Name) yield return Deny($"the plan was made for host '{Shown.Safe(plan.Host)}', this is '{Shown.Safe(here.Name)}'");
        if (plan.Boot != here.Boot) yield return Deny("the host was booted since the plan was made; make it anew");
        if (plan.Steps.Where((step, i) => step.N != i + 1).Any()) yield return Deny("the steps are not numbered 1, 2, 3, ...");
    }

    private static Objection Deny(string text) => new("integrity", Decision.Deny, 0, text);
}
