using Kernward.Domain;

namespace Kernward.Policy.Rules;

/// <summary>A plan touches a tunable once in a scope, and every step changes something.</summary>
internal sealed class OncePerTunableRule : IRule
{
    public IEnumerable<Objection> Check(RuleContext context) =>
    [
        .. context.Plan.Steps.GroupBy(step => (step.Tunable, step.Scope)).Where(group => group.Count() > 1)
            .Select(group => new Objection("once", Decision.Deny, group.Last().N, $"{Shown.Safe(group.Key.Tunable)} is changed twice in one plan")),
        .. context.Plan.Steps.Where(step => step.From == step.To)
            .Select(step => new Objection("once", Decision.Deny, step.N, $"{Shown.Safe(step.Tunable)} is {Shown.Safe(step.To)} already")),
    ];
}
