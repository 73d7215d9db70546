using System.Globalization;
using Kernward.Domain;

namespace Kernward.Planning;

/// <summary>The value and unit of an intent as a number in base units: bytes, bytes per second, seconds, CPUs, percent as written.</summary>
public static class Quantity
{
    private static readonly Dictionary<string, double> Factors = new()
    {
        [""] = 1, ["B"] = 1, ["KB"] = 1 << 10, ["MB"] = 1 << 20, ["GB"] = 1 << 30, ["TB"] = 1L << 40,
        ["KB/s"] = 1e3, ["MB/s"] = 1e6, ["GB/s"] = 1e9, ["Mbit/s"] = 125e3, ["Gbit/s"] = 125e6,
        ["us"] = 1e-6, ["ms"] = 1e-3, ["s"] = 1,
    };

    /// <summary>Null where the value is no number; <c>50k</c> and <c>2m</c> are understood.</summary>
    public static double? Of(Intent intent)
    {
        var text = intent.Value.Trim();
        var scale = text.Length > 1 ? char.ToLowerInvariant(text[^1]) switch { 'k' => 1e3, 'm' => 1e6, _ => 1 } : 1;
        if (scale > 1) text = text[..^1];
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number * scale * Factors.GetValueOrDefault(intent.Unit, 1)
            : null;
    }
}
