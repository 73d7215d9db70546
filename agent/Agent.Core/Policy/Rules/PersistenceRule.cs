using Kernward.Domain;

namespace Kernward.Policy.Rules;

/// <summary>Kernward writes values of the running kernel only; a promise to survive a reboot would be a false one.</summary>
internal sealed class PersistenceRule : IRule
{
    public IEnumerable<Objection> Check(RuleContext context) =>
        from step in context.Plan.Steps
        where step.Persistence == Persistence.Boot
        select new Objection("persistence", Decision.Deny, step.N,
            $"{Shown.Safe(step.Tunable)} would have to survive a reboot; this version changes the running kernel only");
}
