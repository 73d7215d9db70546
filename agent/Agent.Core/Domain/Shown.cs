using System.Globalization;
using System.Text;

namespace Kernward.Domain;

/// <summary>
/// Text from the host as a person may see it: a process may call itself anything, and a terminal obeys what it is sent. What
/// steers a terminal or cannot be seen becomes <c>?</c>; what only looks like ASCII is written as its code point
/// (<c>ngin&lt;U+0445&gt;</c>), so that a name which is shown without either is that name and no other.
/// </summary>
public static class Shown
{
    private const int Longest = 120;

    /// <summary>Marks that may be drawn onto one character; scripts need two, floods of them cover the lines around.</summary>
    private const int MostMarks = 2;

    /// <summary>Characters that have no control function and still show nothing: joiners, fillers, variation selectors.</summary>
    private static readonly (int First, int Last)[] Invisible =
    [
        (0x34F, 0x34F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2800, 0x2800), (0x3164, 0x3164), (0xFE00, 0xFE0F),
        (0xFFA0, 0xFFA0), (0xFFFC, 0xFFFD), (0xE0000, 0xE0FFF),
    ];

    /// <summary>The text on one line, harmless and at most <paramref name="longest"/> UTF-16 units of the original long.</summary>
    public static string Safe(string text, int longest = Longest)
    {
        var kept = text.Length > longest ? Cut(text, longest) + "…" : text;
        return IsPlainAscii(kept) ? kept : Written(kept);
    }

    /// <summary>
    /// Text of several lines, such as a list of errors: every line harmless, and each but the first indented, so that none of
    /// them passes for a line of another origin.
    /// </summary>
    public static string Lines(string text, int longest = 8000) =>
        string.Join("\n  ", text.TrimEnd('\n').Split('\n').Select(line => Safe(line, longest)));

    /// <summary>True for what shows itself and steers nothing: no control, format, private or unassigned character, no space but the plain one.</summary>
    public static bool IsPlain(Rune rune)
    {
        if (rune.IsAscii) return rune.Value is >= ' ' and <= '~';
        foreach (var (first, last) in Invisible)
            if (rune.Value >= first && rune.Value <= last)
                return false;
        return Rune.GetUnicodeCategory(rune) is not (
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.SpaceSeparator
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned);
    }

    private static string Cut(string text, int longest) => text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];

    private static bool IsPlainAscii(string text) => text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0;

    private static string Written(string text)
    {
        var written = new StringBuilder(text.Length + 16);
        var start = 0;
        while (start < text.Length)
        {
            var end = text.IndexOf(' ', start);
            if (end < 0) end = text.Length;
            AddWord(written, text.AsSpan(start, end - start));
            if (end < text.Length) written.Append(' ');
            start = end + 1;
        }
        return written.ToString();
    }

    private static void AddWord(StringBuilder written, ReadOnlySpan<char> word)
    {
        var isDisguise = LookAlikes.AreIn(word);
        var (marks, onAscii) = (MostMarks, false);
        foreach (var rune in word.EnumerateRunes())
        {
            var isMark = LookAlikes.IsMark(rune);
            marks = isMark ? marks + 1 : 0;
            if (!isMark) onAscii = rune.IsAscii;
            if (!IsPlain(rune) || marks > MostMarks) written.Append('?');
            else if ((isMark && onAscii) || LookAlikes.IsForm(rune) || (isDisguise && LookAlikes.IsForeign(rune)))
                written.Append(CultureInfo.InvariantCulture, $"<U+{rune.Value:X4}>");
            else written.Append(rune.ToString());
        }
    }
}
