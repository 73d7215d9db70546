using Kernward.Domain;

namespace Kernward.Policy.Rules;

/// <summary>One step goes no further than the catalogue's factor, up or down.</summary>
internal sealed class StepSizeRule : IRule
{
    public IEnumerable<Objection> Check(RuleContext context)
    {
        foreach (var (step, tunable) in context.Known())
        {
            if (tunable.MaxFactor <= 0 || Last(step.From) is not { } from || Last(step.To) is not { } to) continue;
            var factor = Math.Max(from, to) / Math.Max(1, Math.Min(from, to));
            if (factor > tunable.MaxFactor)
                yield return new Objection("step-size", Decision.Deny, step.N,
                    $"{tunable.Id} from {step.From} to {step.To} is a factor of {factor:0.#}; one step goes {tunable.MaxFactor:0.#} at the most");
        }
    }

    private static double? Last(string text) =>
        double.TryParse(text.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;
}
