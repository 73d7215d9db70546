using System.Globalization;

namespace Kernward.Domain;

/// <summary>Lists of CPUs or memory nodes as the kernel writes them: <c>0-3,8</c>.</summary>
public static class NumberList
{
    private const int Longest = 200;

    /// <summary>The numbers; null where that is no such list, or a range of it descends.</summary>
    public static IReadOnlySet<int>? Parse(string text)
    {
        if (text.Length is 0 or > Longest) return null;
        var found = new HashSet<int>();
        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-');
            if (ends.Length > 2 || Number(ends[0]) is not { } first || Number(ends[^1]) is not { } last || first > last) return null;
            found.UnionWith(Enumerable.Range(first, last - first + 1));
        }
        return found;
    }

    private static int? Number(string text) =>
        text.Length is > 0 and < 5 && text.All(char.IsAsciiDigit) ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : null;
}
