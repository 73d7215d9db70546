using Kernward.History;
using Kernward.Measurement;

namespace Kernward.Forecasting;

/// <summary>
/// What the day before says about the hours to come (the seasonal naive forecast): the same ups and downs, from where the series is
/// now. Needs two days of history.
/// </summary>
internal sealed class DailyPattern
{
    private const double Day = 86400;

    /// <summary>Seconds between the points of the path, and of the past that is compared.</summary>
    private const double Step = 300;

    private const double Share90 = 0.9;

    private readonly double[] _yesterday;
    private readonly double[] _now;
    private readonly double _error;

    private DailyPattern(double[] yesterday, double[] now, double error) => (_yesterday, _now, _error) = (yesterday, now, error);

    /// <summary>Null where there are not two days, or the window is too long for days to be compared in it.</summary>
    public static DailyPattern? Of(IReadOnlyList<HistoryPoint> points, double now, TimeSpan window)
    {
        if (window.TotalSeconds > Day || points.Count == 0 || points[0].At > now - 2 * Day + Step) return null;
        var grid = Grid(points, now - 2 * Day, now);
        var (yesterday, today) = (grid[..(grid.Length / 2 + 1)], grid[(grid.Length / 2)..]);
        if (yesterday.Concat(today).Any(double.IsNaN)) return null;
        return new DailyPattern(yesterday, today, 0).WithError(window);
    }

    /// <summary>Over the last stretch, the day before (from where the series was then) came nearer than the line did.</summary>
    public bool SaysBetterThan(IReadOnlyList<HistoryPoint> points, double now, TimeSpan window) =>
        Forecaster.LineError(points, now, window, now - Stretch(window)) is not { } line || Statistics.Median(Errors(window)) <= line;

    /// <summary>Where the repeated days first meet zero; null where they do not within the horizon.</summary>
    public Exhaustion? Exhausted(TimeSpan horizon)
    {
        if (Crossing(0, horizon) is not { } expected || expected <= 0) return null;
        var earliest = Crossing(-_error, horizon) ?? expected;
        var latest = Crossing(_error, horizon + TimeSpan.FromDays(1)) ?? double.PositiveInfinity;
        return new Exhaustion(expected, earliest, latest, "the ups and downs of the day before", TimeSpan.FromDays(1), _now[^1] / expected);
    }

    private DailyPattern WithError(TimeSpan window) => new(_yesterday, _now, Statistics.Quantile(Errors(window), Share90));

    private static double Stretch(TimeSpan window) => Math.Clamp(window.TotalSeconds, 1800, 6 * 3600);

    private IEnumerable<double> Errors(TimeSpan window)
    {
        var count = (int)(Stretch(window) / Step);
        var from = _now.Length - 1 - count;
        return Enumerable.Range(1, count).Select(i => Math.Abs(_now[from + i] - (_now[from] + _yesterday[from + i] - _yesterday[from])));
    }

    /// <summary>The last day, again and again, each beginning where the one before ends.</summary>
    private double? Crossing(double shift, TimeSpan horizon)
    {
        var steps = (int)Math.Min(horizon.TotalSeconds / Step, 30 * Day / Step);
        var drift = _now[^1] - _now[0];
        for (var i = 1; i <= steps; i++)
        {
            var (days, rest) = ((i - 1) / (_now.Length - 1), (i - 1) % (_now.Length - 1) + 1);
            if (_now[^1] + days * drift + _now[rest] - _now[0] + shift <= 0) return i * Step;
        }
        return null;
    }

    /// <summary>Medians around a time every few minutes; a short gap is bridged by the value before.</summary>
    private static double[] Grid(IReadOnlyList<HistoryPoint> points, double from, double to)
    {
        var cells = (int)Math.Round((to - from) / Step) + 1;
        var byCell = points.Where(point => point.At > from - Step / 2 && point.At <= to + Step / 2)
            .ToLookup(point => Math.Clamp((int)Math.Round((point.At - from) / Step), 0, cells - 1), point => point.Value);
        var grid = new double[cells];
        var missing = 0;
        for (var i = 0; i < cells; i++)
        {
            grid[i] = Statistics.Median(byCell[i]);
            missing = double.IsNaN(grid[i]) ? missing + 1 : 0;
            if (missing is > 0 and <= 6 && i > 0) grid[i] = grid[i - 1];
        }
        return grid;
    }
}
