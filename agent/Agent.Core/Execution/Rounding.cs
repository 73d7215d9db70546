using System.Globalization;
using Kernward.Domain;

namespace Kernward.Execution;

/// <summary>Whether a value read back is what was asked for, as far as a kernel can express it.</summary>
internal static class Rounding
{
    /// <summary>Pages, clock ticks and weights of another scale move a value by less than this share of it.</summary>
    private const double Share = 0.02;

    /// <summary>Bytes are counted in pages: of 4 KiB where small values are set.</summary>
    private const double Page = 4096;

    public static bool Accepts(Tunable tunable, string asked, string now)
    {
        if (asked == now) return true;
        return tunable.Value.Type switch
        {
            "int" or "ints" or "number-or-max" => AreNear(asked.Split(' '), now.Split(' '), tunable.Value.Unit == "By" ? Page : 0),
            "cpulist" => Cpus(asked) is { } wanted && Cpus(now) is { } found && wanted.SetEquals(found),
            _ => false,
        };
    }

    private static bool AreNear(string[] asked, string[] now, double slack) =>
        asked.Length == now.Length && asked.Zip(now).All(pair => IsNear(pair.First, pair.Second, slack));

    private static bool IsNear(string asked, string now, double slack)
    {
        if (asked == now) return true;
        return Number(asked) is { } wanted && Number(now) is { } found
            && Math.Abs(wanted - found) is var off && (off <= wanted * Share || (off < slack && wanted >= slack));
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static HashSet<int>? Cpus(string list)
    {
        var cpus = new HashSet<int>();
        foreach (var part in list.Split(','))
        {
            var ends = part.Split('-');
            if (!int.TryParse(ends[0], out var first) || !int.TryParse(ends[^1], out var last) || last < first || last - first > 8192)
                return null;
            cpus.UnionWith(Enumerable.Range(first, last - first + 1));
        }
        return cpus;
    }
}
