using Kernward.Domain;
using Spectre.Console;

namespace Kernward.Cli.Views;

/// <summary>What the guard says, with every reason of a refusal.</summary>
internal static class RulingView
{
    public static void Write(IAnsiConsole console, Ruling ruling)
    {
        var colour = ruling.Decision == Decision.Deny ? "red" : "green";
        var text = ruling.Decision switch { Decision.Deny => "refused", Decision.Ask => "allowed if you approve", _ => "allowed" };
        console.MarkupLine($"[bold]Ruling[/] [{colour}]{text}[/]");
        foreach (var reason in ruling.Reasons.Where(reason => reason.Effect == Decision.Deny))
            console.MarkupLineInterpolated($"  {(reason.Step > 0 ? $"step {reason.Step}: " : "")}{reason.Text} [dim]({reason.Rule})[/]");
    }
}
