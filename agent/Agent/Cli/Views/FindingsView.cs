using Kernward.Detection;
using Kernward.Domain;
using Kernward.Measurement;
using Spectre.Console;

namespace Kernward.Cli.Views;

/// <summary>What was found, worst first, each with the numbers that it rests on.</summary>
internal static class FindingsView
{
    public static void Write(IAnsiConsole console, Diagnosis diagnosis)
    {
        if (diagnosis.Detected.Count == 0)
        {
            console.MarkupLineInterpolated($"[bold]Found[/] nothing wrong in {diagnosis.Window.Span.TotalSeconds:0.#} s");
            return;
        }
        console.MarkupLineInterpolated($"[bold]Found[/] in {diagnosis.Window.Span.TotalSeconds:0.#} s:");
        foreach (var detected in diagnosis.Detected) Write(console, detected, diagnosis);
    }

    private static void Write(IAnsiConsole console, Detected detected, Diagnosis diagnosis)
    {
        var finding = detected.Finding;
        var colour = finding.Severity switch { Severity.Critical => "red", Severity.Warning => "yellow", _ => "blue" };
        var where = finding.Subject.Type == "host" ? "" : $" ({Shown.Safe(finding.Subject.Name)})";
        var who = finding.Culprit is { } culprit ? $"; beside it {Shown.Safe(culprit.Name)}" : "";
        console.MarkupLine($"  [{colour}]{finding.Severity.ToString().ToLowerInvariant(),-8}[/] "
            + Markup.Escape($"{detected.Detector.Summary}{where}{who}") + $" [dim]{finding.Id}, {finding.Incident}[/]");
        foreach (var id in finding.Evidence) Write(console, diagnosis.Evidence.First(evidence => evidence.Id == id));
        console.MarkupLineInterpolated($"           [dim]{finding.Why}[/]");
        if (finding.Advice.Length > 0) console.MarkupLineInterpolated($"           {finding.Advice}");
    }

    private static void Write(IAnsiConsole console, Evidence evidence) => console.MarkupLineInterpolated(
        $"           [dim]{evidence.Id}[/] {evidence.Metric} [bold]{Units.Show(evidence.Value, evidence.Unit)}[/] [dim](limit {Units.Show(evidence.Threshold, evidence.Unit)}, {evidence.Path})[/]");
}
