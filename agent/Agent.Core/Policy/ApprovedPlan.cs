using Kernward.Domain;

namespace Kernward.Policy;

/// <summary>Who said yes, to which plan, and when (UTC). <paramref name="How"/>: <c>prompt</c>, <c>--yes</c>, <c>policy</c>.</summary>
public sealed record Approval(string PlanId, string Who, string How, DateTimeOffset At)
{
    /// <summary>A word that is not known is no person's.</summary>
    public bool IsByPerson => How is "prompt" or "--yes";
}

/// <summary>A plan that the guard let pass and somebody approved. Only <see cref="Guard"/> makes one; the executor takes nothing else.</summary>
public sealed class ApprovedPlan
{
    internal ApprovedPlan(Plan plan, Ruling ruling, Approval approval) => (Plan, Ruling, Approval) = (plan, ruling, approval);

    public Plan Plan { get; }

    public Ruling Ruling { get; }

    public Approval Approval { get; }
}
