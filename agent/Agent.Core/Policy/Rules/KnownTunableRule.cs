using Kernward.Domain;

namespace Kernward.Policy.Rules;

/// <summary>What is not in the catalogue is impossible.</summary>
internal sealed class KnownTunableRule : IRule
{
    public IEnumerable<Objection> Check(RuleContext context) =>
        from step in context.Plan.Steps
        where context.Tunables.Knowledge.Tunable(step.Tunable) is null
        select new Objection("known-tunable", Decision.Deny, step.N, $"'{Shown.Safe(step.Tunable)}' is not in the catalogue");
}
