using System.Text.RegularExpressions;

namespace Kernward.Language;

/// <summary>
/// A message split into the operator's own words and what was pasted among them. A paste is data: no model reads it, so that
/// nothing in it can be taken for a wish. The paste is all that follows a question, else everything from the first line that is
/// shaped like configuration, a log, code or a quotation to the last; see docs/decisions/0005-a-paste-is-not-read.md.
/// </summary>
internal sealed partial record PastedText(string Words, IReadOnlyList<string> Pasted)
{
    /// <summary>A line shows its shape in its first characters; the rest is not looked at, so that no line can be dear to look at.</summary>
    private const int LongestShape = 300;

    /// <summary>Words that open a sentence which hands something over and asks nothing.</summary>
    private static readonly HashSet<string> Introductions =
    [
        "here", "heres", "here's", "this", "these", "my", "our", "the", "i", "we", "got", "below", "following", "config", "log", "logs", "output",
        "fyi", "hi", "hello", "hey", "current", "currently", "from", "found", "pasting", "attached", "so", "ok", "see",
    ];

    public static PastedText Of(string message)
    {
        var lines = message.ReplaceLineEndings("\n").Split('\n');
        var pasted = new List<string>();
        var words = lines.Count(line => line.Trim().Length > 0) > 1 ? Said(lines, Shapes(lines), pasted) : string.Join('\n', lines);
        return new PastedText(WithoutQuotations(words, pasted), pasted);
    }

    /// <summary>The words of a message of several lines.</summary>
    private static string Said(string[] lines, bool[] shapes, List<string> pasted)
    {
        var (first, last) = (Array.IndexOf(shapes, true), Array.LastIndexOf(shapes, true));
        var opening = Array.FindIndex(lines, line => line.Trim().Length > 0);
        if (!shapes[opening] && Asks(lines[opening]) && (first >= 0 || PointingPattern().IsMatch(lines[opening])))
        {
            pasted.Add(string.Join('\n', lines[(opening + 1)..]));
            return lines[opening];
        }
        if (first < 0) return string.Join('\n', lines);
        pasted.Add(string.Join('\n', lines[first..(last + 1)]));
        return string.Join('\n', [.. lines[..first], .. lines[(last + 1)..]]);
    }

    /// <summary>The words with "this" replaced by the name of what was pasted, where they ask for its meaning and nothing else.</summary>
    public string About(string tunable) => tunable.Length > 0 && MeaningPattern().IsMatch(Words) ? $"explain {tunable}" : Words;

    private static bool Asks(string words) =>
        words.Contains('?', StringComparison.Ordinal) || !Introductions.Contains(words.Trim().ToLowerInvariant().Split([' ', ',', ':'], 2)[0]);

    /// <summary>True for each line with the shape of something that was pasted, fences with all that is in them.</summary>
    private static bool[] Shapes(string[] lines)
    {
        var shapes = new bool[lines.Length];
        var isFenced = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = SteeringPattern().Replace(lines[i].Length > LongestShape ? lines[i][..LongestShape] : lines[i], "");
            var isFence = FencePattern().IsMatch(line);
            shapes[i] = isFenced || isFence || LinePattern().IsMatch(line);
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

    /// <summary>Terminal codes, and control and format characters in front of what they hide.</summary>
    [GeneratedRegex(@"\e\[[0-9;]*[A-Za-z]|[\p{Cc}\p{Cf}-[\t]]", RegexOptions.CultureInvariant)]
    private static partial Regex SteeringPattern();

    /// <summary>A question about what follows it.</summary>
    [GeneratedRegex(@"\b(this|these|that|those|here|following|below)\b[^.]*[?:]\s*$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex PointingPattern();

    /// <summary>A question for the meaning of what follows it, and nothing besides.</summary>
    [GeneratedRegex(@"^\W*(?:(?:please|hi|hey|hello|can|could|you|tell|me|us)\W+)*(?:what(?:'s|\s+is|\s+are|\s+does|\s+do)|explain|describe)\s+(?:to\s+me\s+)?(?:the\s+meaning\s+of\s+)?(?:this|these|that|those|it)(?:\s+\w+)?(?:\s+(?:mean|means|do|for|about))?[\s?:.!]*(?:please[\s?:.!]*)?$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex MeaningPattern();

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
          | \S+=\S+\s+\S+=\S+ | (?:\S+\s+)+\w+=\S+\s+\w+=\S+ | (?-i:Traceback\s | [\w.]*(?:Error|Exception):) | at\s\S+\(
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
        | (?<=^|\s|\()'(?:[^\s']+\s+){4,}(?:[^']|'(?=\w)){0,400}'(?=$|[\s.,;:?!)])
        | (?:\d{4}-\d\d-\d\d[T\x20][\d:.,]+\S*|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\s+\d+\s+\d\d:\d\d:\d\d)\s+
            (?:\S+\s+)?(?:(?-i:ERROR|WARN|WARNING|INFO|DEBUG|NOTICE|FATAL|CRITICAL|TRACE)\b|[\w./-]+(?:\[\d+\])?:\s)[^\n]*
        | \[\s*\d+\.\d{3,}\]\s[^\n]*
        | <\|[^>\n]*\|?>[\s\S]*
        | \[/?INST\][\s\S]* | <</?SYS>>[\s\S]* | </?(?:system|assistant|user|tool|s)>[\s\S]* | \#{2,}\s*(?:system|instruction|assistant|response)[\s\S]*
        """, RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase)]
    private static partial Regex QuotationPattern();
}
