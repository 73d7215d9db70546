using Kernward.Domain;
using Spectre.Console;

namespace Kernward.Cli.Views;

/// <summary>What the guard says, with every reason of a refusal, and all that is to be known before an approval.</summary>
internal static class RulingView
{
    public static void Write(IAnsiConsole console, Ruling ruling)
    {
        var colour = ruling.Decision == Decision.Deny ? "red" : "green";
        var text = ruling.Decision switch { Decision.Deny => "refused", Decision.Ask => "allowed if you approve", _ => "allowed" };
        console.MarkupLine($"[bold]Ruling[/] [{colour}]{text}[/]");
        // That a person approves every step goes without saying.
        foreach (var reason in ruling.Reasons.Where(reason => reason.Effect == Decision.Deny || reason is { Effect: Decision.Ask, Rule: not "risk" }))
            console.MarkupLineInterpolated($"  {(reason.Step > 0 ? $"step {reason.Step}: " : "")}{reason.Text} [dim]({reason.Rule})[/]");
    }
}
