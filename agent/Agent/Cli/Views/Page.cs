using Spectre.Console;

namespace Kernward.Cli.Views;

/// <summary>Text in a column of labels and one of sentences, wrapped at 80 characters or what the terminal has, if that is less.</summary>
internal sealed class Page(IAnsiConsole console)
{
    private const int Widest = 80;
    private const int Indent = 2;
    private const int Column = 12;

    private readonly int _width = Math.Max(40, Math.Min(Widest, console.Profile.Width));

    public bool Unicode => console.Profile.Capabilities.Unicode;

    /// <summary>Characters of a sentence on one line.</summary>
    public int Room => _width - Column;

    public void Blank() => console.WriteLine();

    /// <summary>A headline; <paramref name="style"/> is of its first word alone.</summary>
    public void Head(string word, string style, string text)
    {
        var lines = Wrap($"{word}{(word.Length > 0 ? "  " : "")}{text}", _width - Indent);
        for (var i = 0; i < lines.Count; i++)
            console.MarkupLine(i == 0 && word.Length > 0
                ? $"[{style}]{Markup.Escape(word)}[/]{Markup.Escape(lines[0][word.Length..])}"
                : Markup.Escape((i == 0 ? "" : new string(' ', Indent)) + lines[i]));
    }

    /// <summary>
    /// A sentence beside its label; without a label it stands under the one before. <paramref name="first"/> stands before its first
    /// line, and the others are as far in.
    /// </summary>
    public void Line(string label, string text, string style = "", string first = "")
    {
        var lines = Wrap(text, Math.Max(20, Room - first.Length));
        for (var i = 0; i < lines.Count; i++)
        {
            var left = (new string(' ', Indent) + (i == 0 ? label : "")).PadRight(Column);
            var right = Markup.Escape((i == 0 ? first : new string(' ', first.Length)) + lines[i]);
            console.MarkupLine($"[dim]{Markup.Escape(left)}[/]{(style.Length > 0 ? $"[{style}]{right}[/]" : right)}");
        }
    }

    /// <summary>Breaks at spaces; a word that is longer than a line is cut, because a path may be.</summary>
    internal static List<string> Wrap(string text, int width)
    {
        var lines = new List<string>();
        for (var left = text; ;)
        {
            if (left.Length <= width) return [.. lines, left];
            var at = left.LastIndexOf(' ', width);
            var end = at > 0 ? at : width;
            lines.Add(left[..end].TrimEnd());
            left = left[end..].TrimStart();
        }
    }
}
