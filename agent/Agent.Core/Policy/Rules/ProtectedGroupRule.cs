using Kernward.Domain;

namespace Kernward.Policy.Rules;

/// <summary>
/// The groups that keep a host reachable, and those above them, are given nothing less; the root group is not divided. Which
/// way takes away is the catalogue's to say; where it says nothing, every change does.
/// </summary>
internal sealed class ProtectedGroupRule : IRule
{
    public IEnumerable<Objection> Check(RuleContext context) =>
        from known in context.Known()
        where known.Tunable.Kind == "cgroup" && Takes(known.Tunable, known.Step)
        let name = ProtectedGroups.Within(context, known.Tunable.Id, known.Step.Scope)
        where name.Length > 0
        select new Objection("protected-group", Decision.Deny, known.Step.N,
            $"'{Shown.Safe(name)}' keeps this host reachable; neither it nor a group above it is given less (protected_units)");

    private static bool Takes(Tunable tunable, Step step) => tunable.Starves switch
    {
        "lower" => !(Number(step.From) is { } from && Number(step.To) is { } to && to >= from),
        "higher" => !(Number(step.From) is { } from && Number(step.To) is { } to && to <= from),
        "narrower" => !(NumberList.Parse(step.From) is { } from && NumberList.Parse(step.To) is { } to && to.IsSupersetOf(from)),
        _ => step.To != "max",
    };

    private static double? Number(string text) => ConstraintValues.Numbers(text) is [var number] ? number : null;
}
