using Kernward.Pipeline;
using Spectre.Console;

namespace Kernward.Cli.Views;

/// <summary>The end of an answer: the one sentence, what was wrong, what to do next, how long it took.</summary>
internal static class ResultView
{
    public static void Write(IAnsiConsole console, AskResult result)
    {
        if (result.Answer is { } answer) AnswerView.Write(console, answer);
        else if (result.Summary.Length > 0) console.MarkupLineInterpolated($"{result.Summary}");
        if (result.Problem is { Hint.Length: > 0 } problem) console.MarkupLineInterpolated($"[dim]{problem.Hint}[/]");
        else if (result.Next.Count > 0) console.MarkupLineInterpolated($"[dim]next: {string.Join("  or  ", result.Next)}[/]");
    }
}
