using System.Globalization;
using System.Text;

namespace Kernward.Llama.Grammar;

/// <summary>Pieces of llama.cpp's grammar notation.</summary>
internal static class GbnfText
{
    /// <summary>A text to be matched as it is.</summary>
    internal static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes()) quoted.Append(rune.Value is '"' or '\\' ? $"\\{rune}" : Plain(rune));
        return quoted.Append('"').ToString();
    }

    /// <summary>One character inside square brackets; everything but letters and digits by its number, as no sign can mislead then.</summary>
    internal static string InClass(Rune rune) => rune.IsAscii && Rune.IsLetterOrDigit(rune) ? rune.ToString() : Numbered(rune);

    private static string Plain(Rune rune) => Rune.IsControl(rune) ? Numbered(rune) : rune.ToString();

    private static string Numbered(Rune rune) => rune.Value switch
    {
        <= 0xFF => string.Create(CultureInfo.InvariantCulture, $"\\x{rune.Value:X2}"),
        <= 0xFFFF => string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\U{rune.Value:X8}"),
    };
}
