using Kernward.Domain;

namespace Kernward.Policy.Rules;

/// <summary>R4 (security, integrity, durability, reachability) and R0 (observe only) are written by nobody.</summary>
internal sealed class NeverWrittenRule : IRule
{
    public IEnumerable<Objection> Check(RuleContext context) =>
        from known in context.Known()
        where known.Tunable.Risk is RiskClass.R0 or RiskClass.R4
        select new Objection("never-written", Decision.Deny, known.Step.N,
            $"{known.Tunable.Id} is class {known.Tunable.Risk} and never written: {known.Tunable.Why}");
}
