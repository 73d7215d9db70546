using System.Text;
using Spectre.Console;

namespace Kernward.Cli.Views;

/// <summary>Lines that break between words at the terminal's width, what follows a break standing further in.</summary>
internal sealed class WrappedLines(IAnsiConsole console)
{
    private const int Hang = 4, Narrowest = 40;

    private readonly int _width = Math.Max(Narrowest, console.Profile.Width);

    /// <param name="style">Of Spectre's markup; may be empty.</param>
    /// <param name="indent">Blanks before it.</param>
    /// <param name="text">Already harmless; empty writes nothing.</param>
    public void Write(string style, int indent, string text)
    {
        if (text.Length == 0) return;
        foreach (var line in Break(text, indent, _width))
            console.MarkupLine(style.Length == 0 ? Markup.Escape(line) : $"[{style}]{Markup.Escape(line)}[/]");
    }

    /// <summary>A word that is longer than a line stands alone, and is broken by the terminal.</summary>
    internal static IEnumerable<string> Break(string text, int indent, int width)
    {
        var line = new StringBuilder().Append(' ', indent);
        var isEmpty = true;
        foreach (var word in text.Split(' '))
        {
            if (!isEmpty && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString().TrimEnd();
                line.Clear().Append(' ', indent + Hang);
                isEmpty = true;
            }
            if (!isEmpty) line.Append(' ');
            line.Append(word);
            isEmpty = false;
        }
        yield return line.ToString();
    }
}
