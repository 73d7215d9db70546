using Kernward.Domain;

namespace Kernward.Policy.Rules;

/// <summary>In quiet hours nothing is changed without a person; one who is awake and says yes knows why.</summary>
internal sealed class QuietHoursRule : IRule
{
    public IEnumerable<Objection> Check(RuleContext context) =>
        from quiet in context.Policy.QuietHours
        where quiet.Contains(context.Now)
        select new Objection("quiet-hours", Decision.Ask, 0, $"these are quiet hours ({quiet.Text}): a person approves any change");
}
