using Kernward.Domain;

namespace Kernward.Policy.Rules;

/// <summary>A plan touches a tunable once in a scope, and every step changes something.</summary>
internal sealed class OncePerTunableRule : IRule
{
    /// <summary>To keep a value over a reboot is a change too.</summary>
    private static bool ChangesNothing(Step step) => step.From == step.To && step.Persistence == Persistence.Runtime;

    public IEnumerable<Objection> Check(RuleContext context) =>
    [
        .. context.Plan.Steps.GroupBy(step => (step.Tunable, step.Scope)).Where(group => group.Count() > 1)
            .Select(group => new Objection("once", Decision.Deny, group.Last().N, $"{Shown.Safe(group.Key.Tunable)} is changed twice in one plan")),
        .. context.Plan.Steps.Where(ChangesNothing)
            .Select(step => new Objection("once", Decision.Deny, step.N, $"{Shown.Safe(step.Tunable)} is {Shown.Safe(step.To)} already")),
    ];
}
