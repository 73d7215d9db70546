using Kernward.History;

namespace Kernward.Tests.Forecasting;

/// <summary>Series made up, the same at every run.</summary>
internal static class Simulated
{
    public const double Hour = 3600, Day = 86400;

    /// <summary>A Thursday at noon.</summary>
    public const double Now = 1_800_014_400;

    public static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>Most values near zero, some far out: a tenth has ten times the spread.</summary>
    public static double HeavyTailed(Random random) => Normal(random) * (random.NextDouble() < 0.1 ? 10 : 1);

    /// <summary>Points each <paramref name="step"/> seconds up to now, by a function of the time before now (negative seconds).</summary>
    public static List<HistoryPoint> Past(double length, double step, Func<double, double> value) =>
        [.. Enumerable.Range(0, (int)(length / step) + 1).Select(i => -length + i * step).Select(at => new HistoryPoint(Now + at, value(at)))];

    /// <summary>Each value keeps a share of the one before.</summary>
    public static Func<double> Wandering(Random random, double keeps)
    {
        var value = 0.0;
        return () => value = value * keeps + Normal(random);
    }
}
