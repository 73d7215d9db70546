using Kernward.History;
using Kernward.Measurement;

namespace Kernward.Forecasting;

/// <summary>
/// Time to exhaustion from what is left of something over the past. It looks at the last week, day, 6 hours, hour and quarter of an
/// hour, believes the longest window whose line is sure and still holds in its last third, and looks ahead four times as far as it
/// looked back. Where yesterday at this time says better than the line what came, a daily pattern is at work, and the day before is
/// repeated instead; what fell as far and came back several times before (a log that is rotated, a heap that is collected) is not running
/// out while it is no lower than then. Says nothing where it is not sure.
/// </summary>
public static class Forecaster
{
    private const double Day = 86400;

    /// <summary>A window is a basis for four times its length.</summary>
    private const double Reach = 4;

    /// <summary>The recent pace may be so many times the whole one's, or so many times less, for the line to hold.</summary>
    private const double SamePace = 3;

    /// <summary>An interval wider than this, against what is expected, is no forecast.</summary>
    private const double Widest = 4;

    private const double Normal90 = 1.645;

    private static readonly TimeSpan[] Windows =
        [TimeSpan.FromDays(7), TimeSpan.FromDays(1), TimeSpan.FromHours(6), TimeSpan.FromHours(1), TimeSpan.FromMinutes(15)];

    /// <summary>How much of the past is worth giving.</summary>
    public static TimeSpan Memory { get; } = TimeSpan.FromDays(8);

    /// <summary>
    /// <paramref name="left"/>: what is left over time, in order of time; zero or less is exhausted. Null where nothing is running
    /// out within <paramref name="horizon"/>, or it cannot be told.
    /// </summary>
    public static Exhaustion? Forecast(IReadOnlyList<HistoryPoint> left, double now, TimeSpan horizon)
    {
        if (left.Count == 0 || left[^1].Value <= 0) return null;
        foreach (var window in Windows)
        {
            if (Trend.Of(left, now, window) is not { Slope: < 0 } trend || !Holds(left, now, trend)) continue;
            if (Cycles.Explain(left, now, trend)) return null;
            var pattern = DailyPattern.Of(left, now, window);
            var found = pattern is not null && pattern.SaysBetterThan(left, now, window) ? pattern.Exhausted(horizon) : Extended(trend);
            return found is { } exhausted && exhausted.Expected <= Math.Min(horizon.TotalSeconds, Reach * exhausted.Window.TotalSeconds) ? exhausted : null;
        }
        return null;
    }

    /// <summary>The last third goes the same way at a like pace.</summary>
    private static bool Holds(IReadOnlyList<HistoryPoint> left, double now, Trend trend)
    {
        var recent = Trend.Of(left, now, trend.Window / 3);
        // Too few readings for a line of its own: a slow series may have one in five minutes.
        if (recent is null) return IsSlow(left, now, trend);
        var ratio = recent.Slope / trend.Slope;
        return ratio is > 1 / SamePace and < SamePace;
    }

    /// <summary>No line in the last third, but the way that was made in it is that of the line.</summary>
    private static bool IsSlow(IReadOnlyList<HistoryPoint> left, double now, Trend trend)
    {
        var third = trend.Window.TotalSeconds / 3;
        var (begin, end) = (Around(left, now - third, third / 4), Around(left, now - third / 8, third / 4));
        var made = (end - begin) / (third * 7 / 8);
        return made / trend.Slope is > 1 / SamePace and < SamePace;
    }

    private static double Around(IReadOnlyList<HistoryPoint> points, double at, double width) =>
        Statistics.Median(points.Where(point => Math.Abs(point.At - at) <= width / 2).Select(point => point.Value));

    private static Exhaustion? Extended(Trend trend)
    {
        var level = Math.Max(trend.Level, 0);
        var expected = level / -trend.Slope;
        var earliest = Math.Max(0, level - Normal90 * trend.Noise) / -trend.Low;
        var latest = (level + Normal90 * trend.Noise) / -trend.High;
        return latest > Widest * expected || earliest > expected ? null
            : new Exhaustion(expected, earliest, latest, $"the trend of the last {Units.Show(trend.Window.TotalSeconds, "s")}", trend.Window, -trend.Slope);
    }

    /// <summary>The line that could have been drawn some time ago, and how far off it was since.</summary>
    internal static double? LineError(IReadOnlyList<HistoryPoint> points, double now, TimeSpan window, double since)
    {
        if (Trend.Of(points, since, window) is not { } then) return null;
        return Statistics.Median(points.Where(point => point.At > since && point.At <= now)
            .Select(point => Math.Abs(point.Value - then.Level - then.Slope * (point.At - since))));
    }

}
