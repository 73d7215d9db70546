using Kernward.Domain;
using Kernward.Machine;

namespace Kernward.Policy.Rules;

/// <summary>The host has the tunable in that scope, with the value that the plan saw, and can be given the new one.</summary>
internal sealed class PresentRule : IRule
{
    public IEnumerable<Objection> Check(RuleContext context) =>
        from known in context.Known()
        let text = Problem(context, known.Step, known.Tunable)
        where text.Length > 0
        select new Objection("present", Decision.Deny, known.Step.N, text);

    private static string Problem(RuleContext context, Step step, Tunable tunable)
    {
        if (context.Tunables.Read(context.Host, step.Tunable, step.Scope) is not { } now)
            return $"{tunable.Id} does not exist in '{Shown.Safe(step.Scope)}' on this host{Because(tunable.WhyAbsent(HostIdentity.Of(context.Host).KernelRelease))}";
        if (now != step.From)
            return $"{tunable.Id} is {Shown.Safe(now)} now, the plan saw {Shown.Safe(step.From)}: someone changed it; make the plan anew";
        if (step.Undo != step.From) return $"the way back is {Shown.Safe(step.Undo)}, but {Shown.Safe(step.From)} is what was there";
        if (TunableValue.Parse(tunable, step.To, out _) is not { } value) return "";
        try
        {
            context.Tunables.Edits(context.Host, tunable, step.Scope, value);
            return "";
        }
        catch (Execution.ActuatorException e)
        {
            return e.Message;
        }
    }

    private static string Because(string reason) => reason.Length > 0 ? $": {reason}" : "";
}
