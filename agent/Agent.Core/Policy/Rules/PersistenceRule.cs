using Kernward.BootFiles;
using Kernward.Domain;

namespace Kernward.Policy.Rules;

/// <summary>What is to survive a reboot is kept in a file of ours that this host reads as meant, or it is not promised.</summary>
internal sealed class PersistenceRule : IRule
{
    public IEnumerable<Objection> Check(RuleContext context) =>
        from known in context.Known()
        where known.Step.Persistence == Persistence.Boot
        let objection = Check(context, known.Step, known.Tunable)
        where objection is not null
        select objection;

    private static Objection? Check(RuleContext context, Step step, Tunable tunable)
    {
        if (context.Policy.Reach.Length > 0)
            return Deny(step, $"{tunable.Id} would be set for the whole host at boot, and that lies outside {context.Policy.Reach} (reach)");
        if (TunableValue.Parse(tunable, step.To, out _) is not { } value) return null;
        try
        {
            return BootFile.Edit(context.Host, context.Tunables, new Origin("", step, "", default), tunable, value) is { } file
                ? new Objection("persistence", Decision.Ask, step.N, $"{tunable.Id} will survive a reboot: /{file.Path} sets it at boot")
                : null;
        }
        catch (BootFileException e)
        {
            return Deny(step, $"{tunable.Id} cannot be kept over a reboot: {e.Message}");
        }
    }

    private static Objection Deny(Step step, string text) => new("persistence", Decision.Deny, step.N, text);
}
