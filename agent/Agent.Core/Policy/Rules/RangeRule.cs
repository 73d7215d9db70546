using Kernward.Domain;

namespace Kernward.Policy.Rules;

/// <summary>Every value to be written parses into its tunable's type and safe range.</summary>
internal sealed class RangeRule : IRule
{
    public IEnumerable<Objection> Check(RuleContext context)
    {
        foreach (var (step, tunable) in context.Known())
            if (TunableValue.Parse(tunable, step.To, out var reason) is null)
                yield return new Objection("range", Decision.Deny, step.N, reason);
    }
}
