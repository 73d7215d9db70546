namespace Kernward.Domain;

/// <summary>Text from the host as a person may see it.</summary>
public static class Shown
{
    private const int Longest = 120;

    /// <summary>
    /// Control, format (bidi, zero-width), private-use and surrogate characters are replaced by <c>?</c> and the length is
    /// bounded: a process may call itself anything, and a terminal obeys what it is sent.
    /// </summary>
    public static string Safe(string text, int longest = Longest)
    {
        var kept = text.Length > longest ? text[..longest] + "…" : text;
        return string.Create(kept.Length, kept, static (target, source) =>
        {
            for (var i = 0; i < source.Length; i++) target[i] = IsPlain(source[i]) ? source[i] : '?';
        });
    }

    private static bool IsPlain(char c) => char.GetUnicodeCategory(c) is not (
        System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format
        or System.Globalization.UnicodeCategory.PrivateUse or System.Globalization.UnicodeCategory.Surrogate
        or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator
        or System.Globalization.UnicodeCategory.OtherNotAssigned);
}
