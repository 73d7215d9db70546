using Kernward.Domain;
using Kernward.Knowledge;

namespace Kernward.Measurement;

/// <summary>Values as people read them, from UCUM units: the one place in which a number becomes text for a person.</summary>
public static class Units
{
    /// <summary>The unit of a share between 0 and 1 that people read as a percentage; UCUM's <c>1</c> alone is a plain number.</summary>
    public const string Ratio = "{ratio}";

    private static readonly string[] Binaries = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
    private static readonly string[] Decimals = ["", "k", "M", "G", "T"];

    /// <summary><c>3435973837, By</c> is <c>3.2 GiB</c>; <c>0.12, s</c> is <c>120 ms</c>; <c>1.8, s/s</c> is <c>1.8 CPUs</c>.</summary>
    public static string Show(double value, string ucumUnit)
    {
        if (!double.IsFinite(value)) return "no reading";
        if (value >= 0) return Positive(value, ucumUnit);
        var text = Positive(-value, ucumUnit);
        return text == "0" ? text : "-" + text;
    }

    /// <summary>A measured number; a metric that is called a utilization is a share although its unit is <c>1</c>.</summary>
    public static string Show(Evidence evidence) => Show(evidence.Value, IsShare(evidence.Metric, evidence.Unit) ? Ratio : evidence.Unit);

    /// <summary>
    /// The unit of a metric's reading. The rate of a time is a number of CPUs where it is CPU time, a share where it cannot be
    /// more than all of the time, and else so many seconds in each.
    /// </summary>
    public static string Of(Metric metric, Reading reading)
    {
        if (reading != Reading.Rate) return IsShare(metric.Name, metric.Unit) ? Ratio : metric.Unit;
        if (metric.Unit == "s") return IsCpuTime(metric.Name) ? "s/s" : IsShareOfTime(metric.Name) ? Ratio : "{s}/s";
        return metric.Unit.StartsWith('{') || metric.Unit.Length == 0 ? "1/s" : metric.Unit + "/s";
    }

    /// <summary>A time to come, as exactly as anybody can know it: <c>40 min</c>, <c>2 h 10 min</c>, <c>5 h</c>, <c>3 d</c>.</summary>
    public static string About(double seconds)
    {
        var step = seconds switch { < 600 => 60, < 3600 => 300, < 3 * 3600 => 600, < 2 * 86400 => 3600, _ => 86400 };
        return seconds < 60 ? "less than a minute" : Show(Math.Round(seconds / step) * step, "s");
    }

    private static bool IsShare(string metric, string unit) => unit == "1" && metric.EndsWith(".utilization", StringComparison.Ordinal);

    private static bool IsCpuTime(string metric) =>
        metric.Contains("cpu.time", StringComparison.Ordinal) || metric.Contains("cpu.usage", StringComparison.Ordinal);

    private static bool IsShareOfTime(string metric) => metric.Contains("pressure", StringComparison.Ordinal) || metric.EndsWith(".io_time", StringComparison.Ordinal);

    private static string Positive(double value, string unit) => unit switch
    {
        "By" => value < 10240 && value % 1024 != 0 ? $"{value:0} B" : Binary(value),
        "KiBy" => Binary(value * 1024),
        "By/s" => Binary(value) + "/s",
        "KiBy/s" => Binary(value * 1024) + "/s",
        "s" => Duration(value),
        "ms" => Duration(value / 1e3),
        "us" => Duration(value / 1e6),
        "ns" => Duration(value / 1e9),
        "%" => Percent(value),
        Ratio => Percent(value * 100),
        "s/s" or "{cpu}" => Number(value) + (Number(value) == "1" ? " CPU" : " CPUs"),
        "{s}/s" => Number(value) + " s/s",
        "Hz" or "bit/s" => Decimal(value, unit),
        "Cel" => Number(value) + " °C",
        "1" or "" => Number(value),
        _ when unit.EndsWith("/s", StringComparison.Ordinal) => value < 1e4 ? Number(value) + "/s" : Decimal(value, "/s"),
        _ when unit.StartsWith('{') => Number(value),
        _ => $"{Number(value)} {unit}",
    };

    private static string Binary(double value)
    {
        var power = 0;
        // 1023.95 and more would be shown as 1024 of the smaller unit.
        while (value >= 1023.95 && power < Binaries.Length - 1)
        {
            value /= 1024;
            power++;
        }
        return (power == 0 ? value.ToString("0") : Three(value)) + " " + Binaries[power];
    }

    private static string Decimal(double value, string unit)
    {
        var power = 0;
        while (value >= 999.5 && power < Decimals.Length - 1)
        {
            value /= 1000;
            power++;
        }
        return $"{Three(value)} {Decimals[power]}{unit}";
    }

    private static string Duration(double seconds) => seconds switch
    {
        0 => "0 s",
        < 0.9995e-6 => $"{seconds * 1e9:0} ns",
        < 0.9995e-3 => Three(seconds * 1e6) + " µs",
        < 0.9995 => Three(seconds * 1e3) + " ms",
        < 59.95 => $"{seconds:0.#} s",
        _ => Long(TimeSpan.FromSeconds(Math.Min(Math.Round(seconds), 1e11))),
    };

    private static string Long(TimeSpan time) => time switch
    {
        { TotalMinutes: < 10 } => time.Seconds == 0 ? $"{time.Minutes} min" : $"{time.Minutes} min {time.Seconds} s",
        { TotalHours: < 1 } => $"{time.Minutes} min",
        { TotalDays: < 1 } => time.Minutes == 0 ? $"{time.Hours} h" : $"{time.Hours} h {time.Minutes} min",
        _ => time.Hours == 0 ? $"{time.Days} d" : $"{time.Days} d {time.Hours} h",
    };

    private static string Percent(double value) => value switch
    {
        0 => "0 %",
        < 0.05 => "<0.1 %",
        < 9.95 => $"{value:0.#} %",
        _ => $"{value:0} %",
    };

    /// <summary>As many digits as anybody reads: three, and no zeros for show.</summary>
    private static string Three(double value) => value.ToString(value < 99.95 ? "0.#" : "0");

    private static string Number(double value) => value switch
    {
        0 => "0",
        < 0.005 => "<0.01",
        < 9.995 => value.ToString("0.##"),
        < 99.95 => value.ToString("0.#"),
        _ => value.ToString("0"),
    };
}
