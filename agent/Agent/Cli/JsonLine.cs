using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kernward.Domain;

namespace Kernward.Cli;

/// <summary>
/// JSON for stdout: readable, on one line, and with everything escaped that would steer a terminal or cannot be seen. Names stay
/// exact for scripts: what is escaped is read back as it was.
/// </summary>
internal static class JsonLine
{
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Outside of its strings JSON has ASCII only, so any other character stands in a string and may be escaped.</summary>
    public static string Of(ReadOnlySpan<byte> json)
    {
        var text = Encoding.UTF8.GetString(json);
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0) return text;
        var line = new StringBuilder(text.Length + 64);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Shown.IsPlain(rune)) line.Append(rune.ToString());
            else foreach (var unit in rune.ToString()) line.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
        }
        return line.ToString();
    }
}
