using Kernward.Domain;
using Kernward.Measurement;
using Spectre.Console;

namespace Kernward.Cli.Views;

/// <summary>The judgement with its numbers before and after, and a small chart of the first one.</summary>
internal static class VerdictView
{
    public static void Write(IAnsiConsole console, Verdict verdict)
    {
        var colour = verdict.Result == VerdictKind.Kept ? "green" : "yellow";
        console.MarkupLine($"[bold]Verdict[/] [{colour}]{verdict.Result.ToString().ToLowerInvariant()}[/]: {Markup.Escape(verdict.Summary)}");
        foreach (var number in verdict.Numbers.Concat(verdict.Guards.Where(guard => guard.Ok == false)))
            console.MarkupLineInterpolated($"  {number.Metric}{(number.Subject.Length > 0 ? $" of {Shown.Safe(number.Subject)}" : "")}: {Show(number.Before, number.Unit)} -> [bold]{Show(number.After, number.Unit)}[/] [dim](expected {number.Expected})[/]");
        if (verdict.Trace.Count > 2)
            console.MarkupLineInterpolated($"  {Sparkline.Of(verdict.Trace, console.Profile.Capabilities.Unicode)} [dim]over time; the change is where it breaks[/]");
        if (verdict.Guards.Count > 0 && verdict.Guards.All(guard => guard.Ok != false))
            console.MarkupLineInterpolated($"  [dim]no worse: {string.Join(", ", verdict.Guards.Select(guard => guard.Metric))}[/]");
    }

    private static string Show(double? value, string unit) => value is { } number ? Units.Show(number, unit) : "no reading";
}
