using Kernward.Answering;
using Kernward.Domain;
using Spectre.Console;

namespace Kernward.Cli.Views;

/// <summary>Values and rankings, with bars where a value is a share of something.</summary>
internal static class AnswerView
{
    private const int BarWidth = 16;

    public static void Write(IAnsiConsole console, Answer answer)
    {
        console.MarkupLineInterpolated($"[bold]{answer.Summary}[/]");
        if (answer.Rows.Count == 0) return;
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var row in answer.Rows)
            grid.AddRow("  " + Markup.Escape(Shown.Safe(row.Label)), $"[bold]{Markup.Escape(Shown.Safe(row.Value, 300))}[/]",
                $"{Bar(row.Share, console.Profile.Capabilities.Unicode)}[dim]{Markup.Escape(Shown.Safe(row.Note, 300))}[/]");
        console.Write(grid);
    }

    private static string Bar(double? share, bool unicode)
    {
        if (share is not { } part) return "";
        var full = (int)Math.Round(Math.Clamp(part, 0, 1) * BarWidth);
        return new string(unicode ? '█' : '#', full) + new string(unicode ? '░' : '.', BarWidth - full) + " ";
    }
}
