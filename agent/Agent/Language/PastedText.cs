using System.Text.RegularExpressions;

namespace Kernward.Language;

/// <summary>
/// A message split into the operator's own words and what was pasted among them. A paste is data: no model reads it, so that
/// nothing in it can be taken for a wish. Everything from the first line that is shaped like configuration, a log, code or a
/// quotation to the last such line is the paste; the rules are in docs/decisions/0005-what-is-pasted-is-not-read.md.
/// </summary>
internal sealed partial record PastedText(string Words, IReadOnlyList<string> Pasted)
{
    /// <summary>Words that open a sentence which hands something over and asks nothing.</summary>
    private static readonly HashSet<string> Introductions =
    [
        "here", "heres", "here's", "this", "these", "my", "our", "the", "i", "we", "got", "below", "following", "config", "log", "logs", "output",
        "fyi", "hi", "hello", "hey", "current", "currently", "from", "found", "pasting", "attached", "so", "ok", "see",
    ];

    public static PastedText Of(string message)
    {
        var lines = message.ReplaceLineEndings("\n").Split('\n');
        var shapes = Shapes(lines);
        var (first, last) = (Array.IndexOf(shapes, true), Array.LastIndexOf(shapes, true));
        var isSplit = first >= 0 && lines.Count(line => line.Trim().Length > 0) > 1;
        var pasted = new List<string>();
        var words = isSplit ? Around(lines, first, last, pasted) : string.Join('\n', lines);
        return new PastedText(WithoutQuotations(words, pasted), pasted);
    }

    /// <summary>What is said above and below; where something is asked above, what is below belongs to the paste.</summary>
    private static string Around(string[] lines, int first, int last, List<string> pasted)
    {
        var above = string.Join('\n', lines[..first]).Trim();
        var below = string.Join('\n', lines[(last + 1)..]).Trim();
        pasted.Add(string.Join('\n', lines[first..(last + 1)]));
        if (below.Length == 0 || above.Length == 0) return above + below;
        if (!Asks(above)) return above + "\n" + below;
        pasted.Add(below);
        return above;
    }

    private static bool Asks(string words) =>
        words.Contains('?', StringComparison.Ordinal) || !Introductions.Contains(words.ToLowerInvariant().Split([' ', ',', ':', '\n'], 2)[0]);

    /// <summary>True for each line with the shape of something that was pasted, fences with all that is in them.</summary>
    private static bool[] Shapes(string[] lines)
    {
        var shapes = new bool[lines.Length];
        var isFenced = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var isFence = FencePattern().IsMatch(lines[i]);
            shapes[i] = isFenced || isFence || LinePattern().IsMatch(lines[i]);
            isFenced ^= isFence;
        }
        return shapes;
    }

    /// <summary>Quotations of a sentence's length, log lines and imitated markers within a line.</summary>
    private static string WithoutQuotations(string words, List<string> pasted) => QuotationPattern().Replace(words, match =>
    {
        pasted.Add(match.Value);
        return " ";
    });

    [GeneratedRegex(@"^\s*(```|~~~)", RegexOptions.CultureInvariant)]
    private static partial Regex FencePattern();

    /// <summary>The shapes, one a line: quotation, comment, section, assignment, log, prompt, command, markup, columns, speaker, indented, encoded.</summary>
    [GeneratedRegex("""
        ^\s*(?:[>|]
          | (?:\#|;|//|/\*|--\s|<!--)
          | \[[^\]\n]*\]
          | [\w./@*"'-]*[\w*"']\s*(?:=|:=|=>)\s*\S* | -?\s*["']?[\w-]*[._/][\w./-]*["']?:\s | "[^"\n]*"\s*:
          | <?\d*>?(?:\d{4}[-/]\d\d[-/]\d\d|\d\d:\d\d:\d\d|\d{9,}|\d+\.\d{3,}\b|(?-i:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\s+\d+\s+\d)
          | (?-i:[IWEF]\d{4}\s | (?:ERROR|WARN|WARNING|INFO|DEBUG|NOTICE|FATAL|CRITICAL|TRACE|PANIC)\b)
          | \S+\s\S+\s\S+\s\[\d\d/
          | \S*[@:~]\S*[\#$%]\s | [$%]\s
          | (?:sudo|sysctl|echo|printf|systemctl|curl|wget|bash|sh|rm|tee|kernward|cat|export)\s+(?:-|/|["']|\w+[=.]|\w+\s+(?:-|>|\|))
          | (?:[{}<]|\]\s*,?\s*$)
          | \S+(?:\t|\s{2,})\S+(?:\t|\s{2,})\S+
          | (?:system|assistant|user|operator|tool|human|ai|kernward|admin|root|developer|function|approval|approved|note\s+to\s+\w+)\s*[:>]
          | (?:intent|plan|text|known|pending|steps|findings|limits|message)\s*:)
        | ^(?:\t|\x20{4,})\S
        | ^\s*[A-Za-z0-9+/=_-]{40,}\s*$
        """, RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase)]
    private static partial Regex LinePattern();

    [GeneratedRegex("""
        `(?:[^\s`]+\s+){3,}[^`]*`
        | "(?:[^\s"]+\s+){4,}[^"]*" | \u201c(?:[^\s\u201d]+\s+){4,}[^\u201d]*\u201d | \u00ab(?:[^\s\u00bb]+\s+){4,}[^\u00bb]*\u00bb
        | (?<=^|\s|\()'(?:[^\s']+\s+){4,}(?:[^']|'(?=\w))*'(?=$|[\s.,;:?!)])
        | (?:\d{4}-\d\d-\d\d[T\x20][\d:.,]+\S*|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\s+\d+\s+\d\d:\d\d:\d\d)\s+\S+\s[^\n]*
        | \[\s*\d+\.\d{3,}\]\s[^\n]*
        | <\|[^>\n]*\|?>[\s\S]*
        | \[/?INST\][\s\S]* | <</?SYS>>[\s\S]* | </?(?:system|assistant|user|tool|s)>[\s\S]* | \#{2,}\s*(?:system|instruction|assistant|response)[\s\S]*
        """, RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase)]
    private static partial Regex QuotationPattern();
}
