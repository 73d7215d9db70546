namespace Kernward.Machine;

/// <summary>Patterns as glob(7) has them: <c>*</c>, <c>?</c> and <c>[a-c]</c>, none of which matches a slash.</summary>
public static class Glob
{
    public static bool IsPattern(string text) => text.AsSpan().IndexOfAny('*', '?', '[') >= 0;

    public static bool Matches(string pattern, string text)
    {
        var (patterns, parts) = (pattern.Split('/'), text.Split('/'));
        return patterns.Length == parts.Length && patterns.Zip(parts).All(pair => MatchesPart(pair.First, pair.Second));
    }

    /// <summary>On a mismatch the last star takes one character more, so that no pattern takes long.</summary>
    private static bool MatchesPart(string pattern, string text)
    {
        int at = 0, star = -1, from = 0, p = 0;
        while (at < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*') (star, from) = (p++, at);
            else if (p < pattern.Length && Takes(pattern, p, text[at], out var next)) (p, at) = (next, at + 1);
            else if (star >= 0) (p, at) = (star + 1, ++from);
            else return false;
        }
        return pattern.AsSpan(p).IndexOfAnyExcept('*') < 0;
    }

    private static bool Takes(string pattern, int p, char c, out int next)
    {
        next = p + 1;
        var close = pattern[p] == '[' ? pattern.IndexOf(']', Math.Min(p + 2, pattern.Length)) : -1;
        if (close < 0) return pattern[p] == '?' || pattern[p] == c;
        next = close + 1;
        var set = pattern[(p + 1)..close];
        var isNegated = set[0] is '!' or '^';
        return Contains(isNegated ? set[1..] : set, c) != isNegated;
    }

    private static bool Contains(string set, char c)
    {
        for (var i = 0; i < set.Length; i++)
        {
            var isRange = i + 2 < set.Length && set[i + 1] == '-';
            if (isRange ? set[i] <= c && c <= set[i + 2] : set[i] == c) return true;
            if (isRange) i += 2;
        }
        return false;
    }
}
