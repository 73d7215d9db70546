using Kernward.Domain;
using Kernward.Forecasting;
using Kernward.Measurement;
using Kernward.Pipeline;
using Spectre.Console;

namespace Kernward.Cli.Views;

/// <summary>What the history adds to a diagnosis: the last hour of the evidence, what is unusual, what is ahead, what changed before.</summary>
internal static class OutlookView
{
    private const int MostChanges = 8;

    public static void Write(IAnsiConsole console, AskResult result)
    {
        var outlook = result.Outlook!;
        if (outlook.Note.Length > 0) console.MarkupLineInterpolated($"[dim]{outlook.Note}[/]");
        if (outlook.Past.Count > 0) console.MarkupLine("[bold]Last hour[/]");
        foreach (var past in outlook.Past) Write(console, past);
        if (outlook.Unusual.Count > 0) console.MarkupLine("[bold]Unusual now[/]");
        foreach (var unusual in outlook.Unusual) Write(console, unusual);
        if (outlook.Ahead.Count > 0) console.MarkupLine("[bold]Ahead[/]");
        foreach (var prospect in outlook.Ahead) Write(console, prospect);
        if (outlook.Changes.Count > 0 && result.Diagnosis!.Findings.Count > 0) WriteChanges(console, outlook);
    }

    private static void Write(IAnsiConsole console, PastOf past)
    {
        var unit = Units.Of(past.Metric, OutlookJson.ReadingOf(past.Metric));
        var seen = past.LastHour.Where(double.IsFinite).ToList();
        var range = $"{Units.Show(seen.Min(), unit)} to {Units.Show(seen.Max(), unit)}";
        var began = past.Began is { } change
            ? $"; since about {Clock(DateTimeOffset.FromUnixTimeSeconds((long)change.At))} {Units.Show(change.After, unit)} instead of {Units.Show(change.Before, unit)}" : "";
        console.MarkupLineInterpolated($"  [dim]{past.Evidence}[/] {Sparkline.Of(past.LastHour, console.Profile.Capabilities.Unicode)} [dim]{past.Metric.Name} {range}{began}[/]");
    }

    private static void Write(IAnsiConsole console, UnusualReading unusual)
    {
        var unit = Units.Of(unusual.Metric, OutlookJson.ReadingOf(unusual.Metric));
        console.MarkupLineInterpolated(
            $"  {unusual.Metric.Name} [bold]{Units.Show(unusual.Anomaly.Value, unit)}[/] [dim]usually {Units.Show(unusual.Anomaly.Usual, unit)} at this time; as far off in {unusual.Anomaly.Chance * 1000:0.##} of 1,000 minutes[/]");
    }

    private static void Write(IAnsiConsole console, Prospect prospect)
    {
        var colour = prospect.Severity == Severity.Critical ? "red" : "yellow";
        var what = prospect.Entry.Summary.Replace("{subject}", Shown.Safe(prospect.Subject), StringComparison.Ordinal);
        console.MarkupLine($"  [{colour}]{prospect.Severity.ToString().ToLowerInvariant(),-8}[/] {Markup.Escape($"{what} {ProspectFindings.When(prospect.When)}")} [dim]{prospect.Id}, {prospect.Entry.Incident}[/]");
        console.MarkupLineInterpolated(
            $"           [dim]left {Units.Show(prospect.Left, prospect.Unit)}, {Units.Show(prospect.When.Pace * 3600, prospect.Unit)} less each hour, by {prospect.When.Basis}[/]");
        console.MarkupLineInterpolated($"           {prospect.Entry.Advice}");
    }

    private static void WriteChanges(IAnsiConsole console, Outlook outlook)
    {
        var shown = outlook.Changes.TakeLast(MostChanges).ToList();
        var began = outlook.Began is { } moment ? $" (it went bad at about {Clock(moment)})" : "";
        console.MarkupLineInterpolated($"[bold]What changed before[/]{began}");
        if (shown.Count < outlook.Changes.Count) console.MarkupLineInterpolated($"  [dim]{outlook.Changes.Count - shown.Count} earlier ones: see --json[/]");
        foreach (var change in shown) console.MarkupLineInterpolated($"  {Clock(change.At)} [dim]{change.Kind,-8}[/] {Shown.Safe(change.What, 200)}");
    }

    private static string Clock(DateTimeOffset at) => at.ToLocalTime().ToString("MMM dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
