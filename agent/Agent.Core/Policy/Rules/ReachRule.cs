using Kernward.Domain;

namespace Kernward.Policy.Rules;

/// <summary>Nothing beyond the blast radius that policy sets is touched.</summary>
internal sealed class ReachRule : IRule
{
    public IEnumerable<Objection> Check(RuleContext context) =>
        from known in context.Known()
        where !context.Policy.Reaches(known.Tunable, known.Step.Scope)
        select new Objection("reach", Decision.Deny, known.Step.N,
            $"{known.Tunable.Id} in '{Shown.Safe(known.Step.Scope)}' lies outside {context.Policy.Reach} (Policy:Reach)");
}
