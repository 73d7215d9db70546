using System.Text.RegularExpressions;

namespace Kernward.Language;

/// <summary>
/// What a slot of an intent may hold that copies from the message: its words and short runs of words, its numbers and lists.
/// A reader that can only choose from these cannot misspell a name or invent a number.
/// </summary>
internal sealed partial class MessageSpans
{
    private const int LongestRun = 4;
    private const int MostWords = 80;
    private const int MostRuns = 320;

    /// <summary>Words that no name starts or ends with.</summary>
    private static readonly HashSet<string> FunctionWords =
    [
        "a", "an", "the", "and", "or", "but", "of", "to", "in", "on", "at", "by", "for", "from", "with", "than", "then", "as", "is", "are", "was",
        "were", "be", "been", "it", "its", "this", "that", "these", "those", "i", "me", "my", "we", "us", "our", "you", "your", "he", "she", "they",
        "them", "their", "so", "if", "not", "no", "do", "does", "did", "can", "could", "should", "would", "will", "shall", "may", "might", "must",
        "have", "has", "had", "please", "more", "less", "most", "least", "what", "which", "who", "whom", "why", "how", "when", "where", "while",
        "until", "also", "just", "only", "very", "too", "up", "down", "out", "off", "over", "under", "between", "into", "about", "give", "keep", "let", "make",
        "get", "gets", "set", "want", "need", "all", "any", "some", "each", "both", "hi", "hello", "hey", "thanks", "now",
    ];

    private readonly Dictionary<string, string> _written = new(StringComparer.Ordinal);

    public MessageSpans(string text)
    {
        var lower = text.ToLowerInvariant();
        var words = WordPattern().Matches(lower).Take(MostWords).ToList();
        for (var length = 1; length <= LongestRun; length++)
            for (var i = 0; i + length <= words.Count && _written.Count < MostRuns; i++)
                if (!FunctionWords.Contains(words[i].Value) && !FunctionWords.Contains(words[i + length - 1].Value))
                    AddRun(text, lower, words[i].Index, words[i + length - 1].Index + words[i + length - 1].Length);
        Words = [.. words.Select(word => word.Value).Distinct()];
        Numbers = [.. NumbersOf(lower).Distinct()];
    }

    /// <summary>True for a word in lower case that no name starts or ends with.</summary>
    public static bool IsFunctionWord(string word) => FunctionWords.Contains(word);

    /// <summary>Words and runs of up to four, in lower case.</summary>
    public IEnumerable<string> Runs => _written.Keys;

    /// <summary>Single words, in lower case.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Numbers as written, number words as digits, ranges and lists of CPUs.</summary>
    public IReadOnlyList<string> Numbers { get; }

    /// <summary>A span as the operator wrote it; what is no span of the message comes back as it is.</summary>
    public string AsWritten(string span) => _written.GetValueOrDefault(span, span);

    private void AddRun(string text, string lower, int start, int end)
    {
        var run = lower[start..end];
        if (run.Length <= 80 && !run.Contains('\n')) _written.TryAdd(run, lower.Length == text.Length ? text[start..end] : run);
    }

    private static IEnumerable<string> NumbersOf(string text)
    {
        foreach (Match match in RangePattern().Matches(text))
            yield return $"{match.Groups[1].Value}-{match.Groups[2].Value}";
        foreach (Match match in SeriesPattern().Matches(text))
            yield return match.Value;
        foreach (Match match in ListPattern().Matches(text))
            yield return string.Join(',', ListSeparator().Split(match.Value));
        foreach (Match match in NegativePattern().Matches(text))
            yield return match.Value;
        // The ends of 0-3 are no numbers of their own.
        foreach (Match match in NumberPattern().Matches(HyphenPattern().Replace(text, " ")))
        {
            yield return match.Groups[1].Value;
            if (match.Groups[2].Value is "k" or "m") yield return match.Groups[1].Value + match.Groups[2].Value;
        }
        foreach (Match match in WordPattern().Matches(text))
            if (NumberWords.Digits(match.Value) is { } digits)
                yield return digits;
    }

    /// <summary>A word: letters and digits with the punctuation that names carry inside, never at their end.</summary>
    [GeneratedRegex(@"[\p{L}\p{N}/_@\[](?:[\p{L}\p{N}._@:/*=\[\]+-]*[\p{L}\p{N}_/*\]])?", RegexOptions.CultureInvariant)]
    private static partial Regex WordPattern();

    [GeneratedRegex(@"(\d+)\s*(?:-|to|through|till|until)\s*(\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex RangePattern();

    [GeneratedRegex(@"\d+(?:[ ,-]\d+)+", RegexOptions.CultureInvariant)]
    private static partial Regex SeriesPattern();

    [GeneratedRegex(@"(?<=^|[\s=])-\d+(?:\.\d+)?", RegexOptions.CultureInvariant)]
    private static partial Regex NegativePattern();

    [GeneratedRegex(@"\d+-\d+", RegexOptions.CultureInvariant)]
    private static partial Regex HyphenPattern();

    [GeneratedRegex(@"\d+(?:\s*(?:,|and|,\s*and)\s*\d+)+", RegexOptions.CultureInvariant)]
    private static partial Regex ListPattern();

    [GeneratedRegex(@"\s*(?:,\s*and|,|and)\s*", RegexOptions.CultureInvariant)]
    private static partial Regex ListSeparator();

    [GeneratedRegex(@"(\d+(?:[.,]\d+)?)([a-z]*)", RegexOptions.CultureInvariant)]
    private static partial Regex NumberPattern();
}
