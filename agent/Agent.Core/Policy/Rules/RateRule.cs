using Kernward.Domain;

namespace Kernward.Policy.Rules;

/// <summary>So many plans an hour and no more, whoever approves them: a loop that changes without end helps nobody.</summary>
internal sealed class RateRule : IRule
{
    public IEnumerable<Objection> Check(RuleContext context)
    {
        if (context.ChangesLastHour >= context.Policy.MaxChangesPerHour)
            yield return new Objection("rate", Decision.Deny, 0,
                $"{context.ChangesLastHour} changes were made in the last hour; policy allows {context.Policy.MaxChangesPerHour} (max_changes_per_hour)");
    }
}
