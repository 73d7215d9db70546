using Kernward.History;

namespace Kernward.Forecasting;

/// <summary>
/// How unusual the newest value of a series is: <paramref name="Usual"/> is the median at this time of the day (of the last day where
/// there are fewer than three), <paramref name="Score"/> the distance from it in the spread of such distances.
/// <paramref name="Chance"/> is the share of earlier values that were as far off: if nothing is wrong, the newest is one like them, so
/// that a limit on it is the rate of false alarms whatever the noise looks like.
/// </summary>
public sealed record Anomaly(double Value, double Usual, double Score, double Chance)
{
    /// <summary>The limit: of one metric at one look, so often something normal is called unusual. Measured by a test.</summary>
    public const double FalseAlarms = 0.001;

    private const double Day = 86400, AroundSameTime = 1800;
    private const int FewestEarlier = 1000, FewestDays = 3;
    private const double FarOff = 5;

    public bool IsUnusual => Chance <= FalseAlarms && Math.Abs(Score) >= FarOff;

    /// <summary>Null where fewer than 1,000 values came before: less cannot tell one in a thousand.</summary>
    public static Anomaly? Of(IReadOnlyList<HistoryPoint> points)
    {
        if (points.Count <= FewestEarlier) return null;
        var newest = points[^1];
        var days = (newest.At - points[0].At) / Day;
        var usual = days >= FewestDays ? new TimesOfDay(points) : null;
        var flat = usual is null ? Statistics.Median(points.Take(points.Count - 1).Select(point => point.Value)) : 0;
        double Usual(HistoryPoint point) => usual?.Around(point.At) ?? flat;
        var residuals = points.Take(points.Count - 1).Select(point => point.Value - Usual(point)).ToList();
        var off = newest.Value - Usual(newest);
        var spread = Math.Max(Statistics.Spread(residuals), Statistics.Quantile(residuals.Select(Math.Abs), 0.95) / 3);
        var chance = (1.0 + residuals.Count(residual => Math.Abs(residual) >= Math.Abs(off))) / (residuals.Count + 1);
        var score = off == 0 ? 0 : spread > 0 ? off / spread : double.MaxValue * Math.Sign(off);
        return new Anomaly(newest.Value, Usual(newest), score, chance);
    }

    /// <summary>Medians by time of day, for half hours.</summary>
    private sealed class TimesOfDay
    {
        private readonly double[] _medians;

        public TimesOfDay(IReadOnlyList<HistoryPoint> points)
        {
            var by = points.Take(points.Count - 1).ToLookup(point => Cell(point.At), point => point.Value);
            var all = Statistics.Median(points.Select(point => point.Value));
            _medians = [.. Enumerable.Range(0, Cells).Select(cell => by[cell].Any() ? Statistics.Median(by[cell]) : all)];
        }

        private static int Cells => (int)(Day / AroundSameTime);

        public double Around(double at) => _medians[Cell(at)];

        private static int Cell(double at) => (int)(at % Day / AroundSameTime);
    }
}
