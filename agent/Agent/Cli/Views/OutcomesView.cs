using Kernward.Domain;
using Spectre.Console;

namespace Kernward.Cli.Views;

/// <summary>What became of each step: old value, new value, who says so.</summary>
internal static class OutcomesView
{
    public static void Write(IAnsiConsole console, IEnumerable<StepOutcome> outcomes, string change, string sandbox)
    {
        var where = sandbox.Length > 0 ? $" in a {sandbox} sandbox" : "";
        console.MarkupLineInterpolated($"[bold]Done[/] [dim]{(change.Length > 0 ? "change " + change : "")}{where}[/]");
        foreach (var outcome in outcomes)
        {
            var colour = outcome.Outcome is OutcomeKind.Applied or OutcomeKind.Reverted or OutcomeKind.Unchanged ? "green" : "red";
            console.MarkupLine($"  [{colour}]{outcome.Outcome.ToString().ToLowerInvariant(),-9}[/] " + Markup.Escape(
                $"{outcome.Tunable} in {Shown.Safe(outcome.Scope)}: {Shown.Safe(outcome.From)} -> {Shown.Safe(outcome.To)}, read back {Shown.Safe(outcome.Now)}"
                + (outcome.Reason.Length > 0 ? $" ({Shown.Safe(outcome.Reason, 300)})" : "")));
        }
    }
}
