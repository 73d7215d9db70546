using Kernward.Answering;
using Kernward.Domain;
using Spectre.Console;

namespace Kernward.Cli.Views;

/// <summary>Values and rankings, with bars where a value is a share of something.</summary>
internal static class AnswerView
{
    private const int BarWidth = 16;
    private const int LongestLabel = 36;
    private const int LongestValue = 24;

    public static void Write(IAnsiConsole console, Answer answer)
    {
        console.MarkupLineInterpolated($"[bold]{answer.Summary}[/]");
        if (answer.Rows.Count == 0) return;
        var label = Math.Min(LongestLabel, answer.Rows.Max(row => row.Label.Length));
        var value = Math.Min(LongestValue, answer.Rows.Max(row => row.Value.Length));
        foreach (var row in answer.Rows)
            console.MarkupLine($"  {Markup.Escape(Shown.Safe(row.Label).PadRight(label))}  [bold]{Markup.Escape(Shown.Safe(row.Value, 600).PadRight(value))}[/]"
                + $"  {Bar(row.Share, console.Profile.Capabilities.Unicode)}[dim]{Markup.Escape(Fitting(row, console.Profile.Width - label - value - 6))}[/]");
    }

    /// <summary>Beside a bar a note keeps to the line; a note that is the answer itself wraps.</summary>
    private static string Fitting(AnswerRow row, int room)
    {
        var note = Shown.Safe(row.Note, 300);
        if (row.Share is null) return note;
        var left = Math.Max(0, room - BarWidth - 1);
        return note.Length <= left ? note : left < 12 ? "" : note[..(left - 1)] + "…";
    }

    private static string Bar(double? share, bool unicode)
    {
        if (share is not { } part) return "";
        var full = (int)Math.Round(Math.Clamp(part, 0, 1) * BarWidth);
        return new string(unicode ? '█' : '#', full) + new string(unicode ? '░' : '.', BarWidth - full) + " ";
    }
}
