using System.Globalization;
using System.Text;

namespace Kernward.Domain;

/// <summary>
/// Characters that pass for others, so that a name which only looks like another is told apart. A word in one foreign script is
/// left as it is; foreign letters among Latin ones, or only such as could be Latin, are a disguise.
/// </summary>
internal static class LookAlikes
{
    /// <summary>Letters of other scripts that are drawn as Latin ones are.</summary>
    private const string Letters = "аеорсухіјѕһԁԛԝӏүАВЕІКМНОРСТУХЈЅҺԀԚԜӀαικνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧօսոհցյ";

    /// <summary>Punctuation and Latin letters that are drawn as ASCII ones are.</summary>
    private const string Always = "ıſƖǀǁǂǃ\u2010\u2011\u2012\u2013\u2015\u2024\u201a\u2032\u2035\u2039\u203a\u2044\u204e\u2052\u2212\u2215\u2216\u2217\u2223\u2236\u223c\u2571\u2572\u29f5\u29f8\ua4f8\ua789\ufe52\ufe55\ufe68";

    /// <summary>Forms of ASCII letters and digits for other uses: IPA, modifiers, letter-like, enclosed, full width, mathematical.</summary>
    private static readonly (int First, int Last)[] Forms =
        [(0x250, 0x2FF), (0x1D00, 0x1DBF), (0x2070, 0x209F), (0x2100, 0x218F), (0x2460, 0x24FF), (0xFF00, 0xFFEF), (0x1D400, 0x1D7FF), (0x1F100, 0x1F1FF)];

    /// <summary>True where the word hides what it is: its foreign letters are to be told apart.</summary>
    public static bool AreIn(ReadOnlySpan<char> word)
    {
        var (latin, foreign, alike) = (0, 0, 0);
        foreach (var rune in word.EnumerateRunes())
        {
            if (rune.IsAscii && Rune.IsLetter(rune)) latin++;
            if (!IsForeign(rune)) continue;
            foreign++;
            if (rune.IsBmp && Letters.Contains((char)rune.Value, StringComparison.Ordinal)) alike++;
        }
        return foreign > 0 && (latin > 0 || alike == foreign);
    }

    /// <summary>A letter or digit of another script than Latin.</summary>
    public static bool IsForeign(Rune rune) =>
        rune.Value >= 0x250 && rune.Value is not (>= 0x1E00 and <= 0x1EFF) && Rune.IsLetterOrDigit(rune);

    /// <summary>True for what looks like ASCII in any word.</summary>
    public static bool IsForm(Rune rune)
    {
        if (rune.IsBmp && Always.Contains((char)rune.Value, StringComparison.Ordinal)) return true;
        foreach (var (first, last) in Forms)
            if (rune.Value >= first && rune.Value <= last)
                return true;
        return false;
    }

    /// <summary>A mark that is drawn onto the character before it.</summary>
    public static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;
}
