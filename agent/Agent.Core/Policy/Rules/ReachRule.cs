using Kernward.Domain;

namespace Kernward.Policy.Rules;

/// <summary>Nothing beyond the blast radius that policy sets is touched, and not too many parties at once.</summary>
internal sealed class ReachRule : IRule
{
    public IEnumerable<Objection> Check(RuleContext context)
    {
        foreach (var (step, tunable) in context.Known())
            if (!context.Policy.Reaches(tunable, step.Scope))
                yield return new Objection("reach", Decision.Deny, step.N,
                    $"{tunable.Id} in '{Shown.Safe(step.Scope)}' lies outside {context.Policy.Reach} (reach)");
        var groups = context.Known().Where(known => known.Tunable.Kind == "cgroup").Select(known => known.Step.Scope).Distinct().Count();
        if (groups > context.Policy.MaxGroups)
            yield return new Objection("reach", Decision.Deny, 0, $"{groups} groups are touched; policy allows {context.Policy.MaxGroups} in one plan (max_groups)");
    }
}
