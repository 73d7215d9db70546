using Kernward.Domain;
using Spectre.Console;

namespace Kernward.Cli.Views;

/// <summary>
/// The text that an operator approves, rendered from the typed plan and nothing else: what changes, why, what will be watched,
/// what it can affect, how it is undone.
/// </summary>
internal static class PlanView
{
    public static void Write(IAnsiConsole console, Plan plan, string chosenBy)
    {
        if (plan.Steps.Count == 0)
        {
            console.MarkupLineInterpolated($"[bold]Plan[/] {Stance(plan.Stance)}: {plan.Summary}");
            return;
        }
        console.MarkupLineInterpolated($"[bold]Plan[/] [dim]{plan.Id[..19]}… chosen by {(chosenBy.Length > 0 ? chosenBy : "you")}[/]");
        var table = new Table().Border(console.Profile.Capabilities.Unicode ? TableBorder.Rounded : TableBorder.Ascii);
        table.AddColumns("#", "what", "where", "from", "to", "risk");
        foreach (var step in plan.Steps)
            table.AddRow(step.N.ToString(), Markup.Escape(step.Tunable), Markup.Escape(Shown.Safe(step.Scope)), Markup.Escape(Shown.Safe(step.From)),
                $"[bold]{Markup.Escape(Shown.Safe(step.To))}[/]", step.Risk.ToString().ToLowerInvariant());
        console.Write(table);
        foreach (var step in plan.Steps) Write(console, step);
        foreach (var rejected in plan.AlternativesRejected.Take(3))
            console.MarkupLineInterpolated($"  [dim]not {rejected.What}: {rejected.Why}[/]");
    }

    private static void Write(IAnsiConsole console, Step step)
    {
        console.MarkupLineInterpolated($"  {step.N}. {step.Why}");
        var watched = step.Expect is { } expect
            ? $"watched: {expect.Metric} {expect.Relation} {expect.Value:0.###} within {expect.WithinS} s"
            : "watched: that nothing gets worse";
        var reach = step.Scope == "host" ? "affects the whole host" : $"affects {Shown.Safe(step.Scope)} only";
        console.MarkupLineInterpolated($"     [dim]{watched}; {reach}; undone by writing {Shown.Safe(step.Undo)}; {(step.Persistence == Persistence.Boot ? "survives a reboot" : "until reboot")}[/]");
    }

    private static string Stance(Stance stance) => stance switch
    {
        Domain.Stance.HandOver => "hand over",
        Domain.Stance.NoAction => "do nothing",
        _ => "act",
    };
}
