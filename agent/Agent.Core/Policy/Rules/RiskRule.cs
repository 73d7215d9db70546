using Kernward.Domain;

namespace Kernward.Policy.Rules;

/// <summary>A step may not claim less risk than the catalogue says, nor be riskier than what was asked for.</summary>
internal sealed class RiskRule : IRule
{
    public IEnumerable<Objection> Check(RuleContext context)
    {
        foreach (var (step, tunable) in context.Known())
        {
            var level = Level(tunable.Risk);
            if (step.Risk < level)
                yield return new Objection("risk", Decision.Deny, step.N, $"{tunable.Id} is class {tunable.Risk}, not '{step.Risk}' risk");
            if (level == RiskLevel.High && context.Plan.Intent.Has("low-risk"))
                yield return new Objection("risk", Decision.Deny, step.N, $"{tunable.Id} is class {tunable.Risk}, and nothing risky was asked for");
        }
    }

    internal static RiskLevel Level(RiskClass risk) => risk switch
    {
        RiskClass.R0 or RiskClass.R1 => RiskLevel.Low,
        RiskClass.R2 => RiskLevel.Medium,
        _ => RiskLevel.High,
    };
}
