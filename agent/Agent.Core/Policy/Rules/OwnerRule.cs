using Kernward.Domain;
using Kernward.Execution;
using Kernward.Knowledge;
using Kernward.Owners;

namespace Kernward.Policy.Rules;

/// <summary>Who else sets a tunable is told before the approval; a tunable that they set again and again is left to them.</summary>
internal sealed class OwnerRule : IRule
{
    public IEnumerable<Objection> Check(RuleContext context)
    {
        var finder = new OwnerFinder(context.Host, context.Tunables.Knowledge);
        return from known in context.Known()
               where !IsPrivate(context, known.Tunable)
               from owner in finder.Find(known.Tunable, known.Step.Scope)
               let stance = Stance(context, owner)
               where stance == OwnerStance.Yield || (stance == OwnerStance.Advise && !Agrees(owner, known.Step))
               select stance == OwnerStance.Yield ? Yield(known.Step, owner) : Advise(known.Step, owner);
    }

    /// <summary>Where policy sets a blast radius, net.* is that of a network namespace of our own, which no boot file or profile reaches.</summary>
    private static bool IsPrivate(RuleContext context, Tunable tunable) => context.Policy.Reach.Length > 0 && tunable.Namespace == "net";

    private static OwnerStance Stance(RuleContext context, Owner owner) => context.Policy.Owners.TryGetValue(owner.Kind, out var chosen)
        ? chosen
        : owner.Holds == Hold.Continuously ? OwnerStance.Yield : OwnerStance.Advise;

    private static bool Agrees(Owner owner, Step step) => RawFile.Canonical(owner.Value) == step.To;

    private static Objection Yield(Step step, Owner owner) => new("owner", Decision.Deny, step.N,
        $"{Shown.Safe(step.Tunable)} is left to {Shown.Safe(owner.Name)}: {owner}; {owner.Instead}");

    private static Objection Advise(Step step, Owner owner) => new("owner", Decision.Ask, step.N,
        $"{Shown.Safe(step.Tunable)}: {owner}; {Outlook(step, owner)}");

    private static string Outlook(Step step, Owner owner) => (step.Persistence, owner.Holds) switch
    {
        (Persistence.Boot, Hold.AtBoot) => "the file that keeps this change is read after it and counts",
        (_, Hold.AtBoot) => "this change lasts until then",
        (Persistence.Boot, _) => $"the two may be set in turn: {owner.Instead}",
        _ => $"this change lasts until then; to keep it, {owner.Instead}",
    };
}
