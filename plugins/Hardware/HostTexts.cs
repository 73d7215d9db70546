using System.Globalization;
using Kernward.Machine;

namespace Kernward.Plugins.Hardware;

/// <summary>Small files of sysfs as an inventory reads them: an odd one is an absent one.</summary>
internal static class HostTexts
{
    /// <summary>The first line without blanks; null where it is absent or empty.</summary>
    public static string? Line(this Host host, string path) =>
        host.ReadText(path)?.Split('\n')[0].Trim(' ', '\t', '\0') is { Length: > 0 } line ? line : null;

    /// <summary>A whole number; null where it is absent, no number, or negative, which is sysfs's way to say that there is none.</summary>
    public static long? Whole(this Host host, string path) => Whole(host.Line(path));

    public static long? Whole(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The same, of a range that fits an <see cref="int"/>.</summary>
    public static int? Small(this Host host, string path) => Small(host.Line(path));

    public static int? Small(string? text) => Whole(text) is { } number and <= int.MaxValue ? (int)number : null;

    /// <summary>Hexadecimal with or without <c>0x</c>; null where it is absent or odd.</summary>
    public static int? Hex(this Host host, string path)
    {
        var text = host.Line(path);
        if (text?.StartsWith("0x", StringComparison.Ordinal) == true) text = text[2..];
        return int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) && number >= 0
            ? number : null;
    }

    /// <summary>A number at the start of a line with something behind it: <c>16.0 GT/s PCIe</c>.</summary>
    public static double? Leading(string? text)
    {
        var word = text?.Split(' ')[0];
        return double.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number : null;
    }

    /// <summary>The value of <c>KEY=value</c> in a uevent file.</summary>
    public static string? Field(string? uevent, string key)
    {
        foreach (var line in (uevent ?? "").Split('\n'))
            if (line.StartsWith(key, StringComparison.Ordinal) && line.Length > key.Length && line[key.Length] == '=')
                return line[(key.Length + 1)..].Trim() is { Length: > 0 } value ? value : null;
        return null;
    }
}
