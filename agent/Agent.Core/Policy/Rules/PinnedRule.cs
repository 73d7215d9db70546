using Kernward.Domain;

namespace Kernward.Policy.Rules;

/// <summary>What the operator pinned stays.</summary>
internal sealed class PinnedRule : IRule
{
    public IEnumerable<Objection> Check(RuleContext context) =>
        from step in context.Plan.Steps
        where context.Policy.Pinned.Contains(step.Tunable)
        select new Objection("pinned", Decision.Deny, step.N, $"{step.Tunable} is pinned by policy (pinned)");
}
