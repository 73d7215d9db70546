using Kernward.Domain;
using Kernward.Language;
using Spectre.Console;

namespace Kernward.Cli.Views;

/// <summary>How the message was read, on one line: the act and the slots that hold something.</summary>
internal static class IntentView
{
    public static void Write(IAnsiConsole console, IntentReading reading) => console.MarkupLineInterpolated(
        $"[bold]Understood[/] {Text(reading.Intent)} [dim]({reading.Confidence:0%} sure, {reading.Milliseconds:0} ms)[/]");

    public static string Text(Intent intent)
    {
        var slots = new (string Name, string Value)[]
        {
            ("goal", intent.Goal), ("workload", intent.Workload), ("resource", intent.Resource), ("subject", Shown.Safe(intent.Subject)),
            ("versus", Shown.Safe(intent.Versus)), ("relation", intent.Relation), ("value", $"{intent.Value} {intent.Unit}".Trim()),
            ("period", intent.Period), ("limits", string.Join(", ", intent.Limits)),
        };
        return string.Join("  ", slots.Where(slot => slot.Value.Length > 0).Select(slot => $"{slot.Name}={slot.Value}")
            .Prepend(System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(intent.Act.ToString())));
    }
}
