using System.Globalization;
using Kernward.Domain;

namespace Kernward.Planning;

/// <summary>A computed number as the text that a tunable takes, within its safe range and step.</summary>
public static class ValueText
{
    /// <summary>As asked, neither clamped nor checked: the guard refuses what is out of range, and says so.</summary>
    public static string Plain(Tunable tunable, double number) => tunable.Value is { Type: "number-or-max", Unit: not "By" }
        ? number.ToString("0.##", CultureInfo.InvariantCulture)
        : Math.Round(number).ToString("F0", CultureInfo.InvariantCulture);

    public static string Of(Tunable tunable, string current, double wanted)
    {
        var range = tunable.Value;
        var number = Math.Clamp(wanted, range.Min ?? 0, range.Max ?? 9e18);
        if (tunable.MaxFactor > 0 && Detection.WindowValues.Number(current) is { } from)
            number = Math.Clamp(number, from / tunable.MaxFactor, Math.Max(1, from) * tunable.MaxFactor);
        var text = Plain(tunable, number);
        if (range.Type != "ints") return text;
        var parts = current.Split(' ');
        parts[^1] = text;
        return string.Join(' ', parts);
    }
}
