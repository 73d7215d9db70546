using Kernward.Domain;

namespace Kernward.Policy.Rules;

/// <summary>
/// One step goes no further than the catalogue's factor, up or down, and without a person no further than policy's: who approves
/// a change sees its numbers, and nobody sees those of a change that Kernward makes by itself.
/// </summary>
internal sealed class StepSizeRule : IRule
{
    public IEnumerable<Objection> Check(RuleContext context)
    {
        foreach (var (step, tunable) in context.Known())
        {
            var (factor, most) = (Factor(step), Most(context, tunable));
            if (most > 0 && factor > most)
                yield return new Objection("step-size", Decision.Deny, step.N,
                    $"{tunable.Id} from {Shown.Safe(step.From)} to {Shown.Safe(step.To)} is a factor of {factor:0.#}; one step goes {most:0.#} at the most");
            else if (factor > context.Policy.UnattendedFactor)
                yield return new Objection("step-size", Decision.Ask, step.N,
                    $"{tunable.Id} changes by a factor of {factor:0.#}: a person approves more than {context.Policy.UnattendedFactor:0.#} (unattended_factor)");
        }
    }

    private static double Most(RuleContext context, Tunable tunable) =>
        context.Policy.MaxFactor.TryGetValue(tunable.Id, out var own) && (tunable.MaxFactor <= 0 || own < tunable.MaxFactor) ? own : tunable.MaxFactor;

    /// <summary>The largest of all parts; 1 where there is none, as to or from "no limit". Below 1 counts as 1: 0 is off, not endlessly far.</summary>
    private static double Factor(Step step) =>
        ConstraintValues.Numbers(step.From).Zip(ConstraintValues.Numbers(step.To))
            .Where(pair => !double.IsInfinity(pair.First) && !double.IsInfinity(pair.Second))
            .Select(pair => Math.Max(pair.First, pair.Second) / Math.Max(1, Math.Min(pair.First, pair.Second)))
            .DefaultIfEmpty(1).Max();
}
