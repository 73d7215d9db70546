using Kernward.Domain;

namespace Kernward.Policy.Rules;

/// <summary>What somebody else changed after us is theirs until released.</summary>
internal sealed class ManualRule : IRule
{
    public IEnumerable<Objection> Check(RuleContext context) =>
        from step in context.Plan.Steps
        where context.IsManual(step.Tunable, step.Scope)
        select new Objection("manual", Decision.Deny, step.N,
            $"{Shown.Safe(step.Tunable)} was changed by someone else after Kernward set it; `kernward release {Shown.Safe(step.Tunable)}` gives it back");
}
