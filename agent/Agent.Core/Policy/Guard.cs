using Kernward.Domain;
using Kernward.Policy.Rules;

namespace Kernward.Policy;

/// <summary>Rules on plans. This list is the whole law; the strictest objection decides, and every one is told.</summary>
public static class Guard
{
    private static readonly IRule[] Law =
    [
        new IntegrityRule(),
        new KnownTunableRule(),
        new NeverWrittenRule(),
        new RangeRule(),
        new PresentRule(),
        new StepSizeRule(),
        new OncePerTunableRule(),
        new BudgetRule(),
        new ReachRule(),
        new PinnedRule(),
        new ManualRule(),
        new OwnerRule(),
        new ProtectedGroupRule(),
        new JointRule(),
        new PersistenceRule(),
        new RiskRule(),
    ];

    /// <summary>The ruling, with every objection of every rule.</summary>
    public static Ruling Rule(RuleContext context)
    {
        var objections = Law.SelectMany(rule => rule.Check(context)).ToList();
        return new Ruling(objections.Select(objection => objection.Effect).DefaultIfEmpty(Decision.Allow).Max(), objections);
    }

    /// <summary>
    /// Makes the one thing that can be executed. Null where the ruling is deny, where approval is needed and missing, or where the
    /// approval is for another plan.
    /// </summary>
    public static ApprovedPlan? Approve(RuleContext context, Approval? approval)
    {
        var ruling = Rule(context);
        return ruling.Decision == Decision.Deny || approval is null || approval.PlanId != context.Plan.Id
            ? null
            : new ApprovedPlan(context.Plan, ruling, approval);
    }
}
