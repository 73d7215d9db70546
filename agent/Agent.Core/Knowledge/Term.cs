namespace Kernward.Knowledge;

/// <summary>
/// A word that operators ask about, in two or three sentences, with the metrics and tunables in which it shows on a host:
/// one entry of <c>knowledge/terms.json</c>.
/// </summary>
public sealed record Term(
    string Id, IReadOnlyList<string> Aliases, string Resource, string Text, IReadOnlyList<string> Metrics, IReadOnlyList<string> Tunables)
{
    /// <summary>A name without case, punctuation and articles: <c>Huge Pages</c>, <c>huge-pages</c> and <c>the hugepages</c> are one.</summary>
    public static string Key(string name)
    {
        var words = name.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return string.Concat(words.Where(word => word is not ("the" or "a" or "an")).SelectMany(word => word.Where(char.IsLetterOrDigit)));
    }
}
