using Kernward.Domain;
using Kernward.Policy.Rules;

namespace Kernward.Policy;

/// <summary>Rules on plans. This list is the whole law; the strictest objection decides, and every one is told.</summary>
public static class Guard
{
    private static readonly IRule[] Law =
    [
        new PolicyFileRule(),
        new IntegrityRule(),
        new KnownTunableRule(),
        new NeverWrittenRule(),
        new RangeRule(),
        new PresentRule(),
        new StepSizeRule(),
        new OncePerTunableRule(),
        new BudgetRule(),
        new RateRule(),
        new ReachRule(),
        new PinnedRule(),
        new ManualRule(),
        new OwnerRule(),
        new ProtectedGroupRule(),
        new JointRule(),
        new PersistenceRule(),
        new RiskRule(),
        new AutonomyRule(),
        new QuietHoursRule(),
    ];

    /// <summary>The ruling, with every objection of every rule.</summary>
    public static Ruling Rule(RuleContext context)
    {
        var objections = Law.SelectMany(rule => rule.Check(context)).ToList();
        return new Ruling(objections.Select(objection => objection.Effect).DefaultIfEmpty(Decision.Allow).Max(), objections);
    }

    /// <summary>
    /// Makes the one thing that can be executed. Null where the ruling is deny, where it asks for a person and none said yes, or
    /// where the approval is missing or for another plan; <see cref="WhyNot"/> says which.
    /// </summary>
    public static ApprovedPlan? Approve(RuleContext context, Approval? approval)
    {
        var ruling = Rule(context);
        return approval is not null && WhyNot(ruling, context.Plan, approval).Length == 0 ? new ApprovedPlan(context.Plan, ruling, approval) : null;
    }

    /// <summary>Why a plan with this ruling and approval is not applied; empty where it may be.</summary>
    public static string WhyNot(Ruling ruling, Plan plan, Approval approval)
    {
        if (ruling.Decision == Decision.Deny) return First(ruling, Decision.Deny);
        if (approval.PlanId != plan.Id) return $"the approval is for plan {Shown.Safe(approval.PlanId)}, not for this one";
        return ruling.Decision == Decision.Ask && !approval.IsByPerson ? First(ruling, Decision.Ask) : "";
    }

    private static string First(Ruling ruling, Decision effect) => ruling.Reasons.First(reason => reason.Effect == effect).Text;
}
