using System.Buffers.Text;

namespace Kernward.Plugins.Sensors;

/// <summary>
/// Walks the fields of a line, parted by spaces or tabs. Numbers are read as the kernel prints them; anything else where a
/// number belongs is a <see cref="FormatException"/>, which costs the sensor this one reading.
/// </summary>
internal ref struct Fields(ReadOnlySpan<byte> line)
{
    private ReadOnlySpan<byte> _rest = line;

    /// <summary>The next field; false at the end of the line.</summary>
    public bool Next(out ReadOnlySpan<byte> field)
    {
        var rest = _rest;
        var start = 0;
        while (start < rest.Length && IsBlank(rest[start])) start++;
        var end = start;
        while (end < rest.Length && !IsBlank(rest[end])) end++;
        field = rest[start..end];
        _rest = rest[end..];
        return end > start;
    }

    /// <exception cref="FormatException">The line is at its end.</exception>
    public ReadOnlySpan<byte> Text() => Next(out var field) ? field : throw new FormatException("A line has too few fields.");

    /// <exception cref="FormatException">The line is at its end, or the field is no unsigned 64-bit number.</exception>
    public ulong Number() => ParseNumber(Text());

    /// <summary>A number in hexadecimal, without prefix.</summary>
    public ulong Hex() => ParseHex(Text());

    /// <summary>The next number, or 0 where the line ends: for columns that newer kernels added.</summary>
    public ulong NumberOrZero() => Next(out var field) ? ParseNumber(field) : 0;

    public void Skip(int count)
    {
        for (; count > 0; count--) Text();
    }

    /// <exception cref="FormatException">It is no unsigned 64-bit number.</exception>
    public static ulong ParseNumber(ReadOnlySpan<byte> field) =>
        Utf8Parser.TryParse(field, out ulong value, out var used) && used == field.Length
            ? value
            : throw new FormatException("A field is not an unsigned 64-bit number.");

    public static long ParseSigned(ReadOnlySpan<byte> field) =>
        Utf8Parser.TryParse(field, out long value, out var used) && used == field.Length
            ? value
            : throw new FormatException("A field is not a 64-bit number.");

    public static ulong ParseHex(ReadOnlySpan<byte> field) =>
        Utf8Parser.TryParse(field, out ulong value, out var used, 'x') && used == field.Length
            ? value
            : throw new FormatException("A field is not a hexadecimal number.");

    /// <summary>A decimal number of at least 0: the kernel writes no other.</summary>
    public static double ParseDecimal(ReadOnlySpan<byte> field) =>
        Utf8Parser.TryParse(field, out double value, out var used) && used == field.Length && double.IsFinite(value) && value >= 0
            ? value
            : throw new FormatException("A field is not a decimal number from 0.");

    public static double ParsePercent(ReadOnlySpan<byte> field) =>
        ParseDecimal(field) is <= 100 and var value ? value : throw new FormatException("A field is not a percentage.");

    private static bool IsBlank(byte character) => character is (byte)' ' or (byte)'\t';
}
