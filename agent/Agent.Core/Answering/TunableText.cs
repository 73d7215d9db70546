using System.Globalization;
using Kernward.Domain;
using Kernward.Measurement;

namespace Kernward.Answering;

/// <summary>A tunable's bounds and risk in words.</summary>
internal static class TunableText
{
    /// <summary><c>1 to 65535</c>, <c>never, madvise or always</c>; with the bounds in people's units where they have one.</summary>
    public static string Range(ValueRange range) => range.Type switch
    {
        "choice" => Or(range.Choices ?? []),
        "cpulist" => "a list of CPUs such as 0-3,8",
        "text" => "one of what this host offers",
        "ints" => $"{range.Count} numbers, each {Bounds(range)}",
        "number-or-max" => $"{Bounds(range)}, or max",
        _ => Bounds(range),
    };

    public static string Risk(RiskClass risk) => risk switch
    {
        RiskClass.R0 => "R0: only looked at, never written",
        RiskClass.R1 => "R1: taken back at once, and reaches little; may be changed without asking",
        RiskClass.R2 => "R2: changed only with a watched time after it, and taken back if anything gets worse",
        RiskClass.R3 => "R3: changed only when an operator approves",
        _ => "R4: never written by Kernward, because safety, integrity or reachability of the host hang on it",
    };

    /// <summary>What a rule of thumb says for the host, and the rule; within the safe range, and whole.</summary>
    public static string Sized(Tunable tunable, double value)
    {
        var number = Math.Floor(Math.Clamp(value, tunable.Value.Min ?? double.MinValue, tunable.Value.Max ?? double.MaxValue));
        return $"{Plain(number, tunable.Value.Unit)} by {tunable.Sizing}";
    }

    public static string TakesEffect(Tunable tunable) => tunable.TakesEffect.Length > 0 ? tunable.TakesEffect : "at once";

    /// <summary><c> (256 MiB)</c> after a number whose unit people read otherwise; empty where that would only repeat it.</summary>
    public static string InPeoplesUnits(string text, double value, string unit)
    {
        if (unit is "" or "1" || unit.StartsWith('{')) return "";
        var shown = Units.Show(value, unit);
        return shown.StartsWith(text + " ", StringComparison.Ordinal) && unit == "By" ? "" : $" ({shown})";
    }

    private static string Bounds(ValueRange range) => (range.Min, range.Max) switch
    {
        (null, null) => "any number",
        (null, { } max) => "up to " + Plain(max, range.Unit),
        ({ } min, null) => Plain(min, range.Unit) + " or more",
        ({ } min, { } max) => $"{Plain(min, range.Unit)} to {Plain(max, range.Unit)}",
    };

    private static string Plain(double value, string unit)
    {
        var text = value.ToString("0.##", CultureInfo.InvariantCulture);
        return text + InPeoplesUnits(text, value, unit);
    }

    private static string Or(IReadOnlyList<string> choices) =>
        choices.Count < 2 ? string.Concat(choices) : $"{string.Join(", ", choices.Take(choices.Count - 1))} or {choices[^1]}";
}
