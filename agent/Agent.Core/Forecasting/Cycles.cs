using Kernward.History;

namespace Kernward.Forecasting;

/// <summary>Ups and downs that are shorter than a day: logs that are rotated, heaps that are collected, batches.</summary>
internal static class Cycles
{
    private const double Day = 86400;
    private const int Blocks = 12, FewestReturns = 2;

    /// <summary>A rise of so much of what the line fell is a return.</summary>
    private const double Return = 0.7;

    /// <summary>As low as before, but for so much of what the line fell.</summary>
    private const double Same = 0.05;

    /// <summary>True where the series came back from such a fall more than once within a day, and is not lower now than it was then.</summary>
    public static bool Explain(IReadOnlyList<HistoryPoint> left, double now, Trend trend)
    {
        var (window, length) = (trend.Window.TotalSeconds, trend.Window.TotalSeconds / Blocks);
        var before = left.Where(point => point.At > now - Day && point.At <= now - window).GroupBy(point => (long)(point.At / length))
            .Select(block => (Lowest: block.Min(point => point.Value), Usual: Statistics.Median(block.Select(point => point.Value)))).ToList();
        var fall = -trend.Slope * window;
        return before.Count > 0 && trend.Level >= before.Min(block => block.Lowest) - Same * fall
            && Returns(before.ConvertAll(block => block.Usual), fall * Return) >= FewestReturns;
    }

    private static int Returns(List<double> values, double height)
    {
        var (returns, lowest) = (0, double.PositiveInfinity);
        foreach (var value in values)
        {
            lowest = Math.Min(lowest, value);
            if (value < lowest + height) continue;
            returns++;
            lowest = value;
        }
        return returns;
    }
}
