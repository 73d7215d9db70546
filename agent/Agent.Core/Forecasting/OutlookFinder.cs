using Kernward.Detection;
using Kernward.Domain;
using Kernward.History;
using Kernward.History.Changes;
using Kernward.Knowledge;
using Kernward.Measurement;

namespace Kernward.Forecasting;

/// <summary>Asks a history about a diagnosis. Bounded: so many subjects of a kind, and the whole past only of what may be running out.</summary>
public sealed class OutlookFinder(KnowledgeBase known, HistoryQuery history, ChangeFinder changes, double now)
{
    private const double Hour = 3600, Day = 86400;

    /// <summary>A history that ended so many seconds ago says nothing about now.</summary>
    private const double Stale = 600;

    private const int MostSubjects = 64, MostUnusual = 3, MostCharts = 6, ChartPoints = 60;

    public Outlook Find(Diagnosis diagnosis, IEnumerable<HistoryEvent> own)
    {
        var past = diagnosis.Evidence.DistinctBy(evidence => (evidence.Metric, evidence.Subject)).Select(Follow).OfType<PastOf>().Take(MostCharts).ToList();
        var fresh = history.Reader?.Newest() is { } newest ? now - newest : double.PositiveInfinity;
        var note = fresh <= Stale ? "" : double.IsInfinity(fresh) ? "the history is empty" : $"the history ended {Units.About(fresh)} ago: is `kernward observe` still running?";
        var outlook = new Outlook([], [], past, [], note);
        var began = outlook.Began is { } moment ? Math.Max(moment.ToUnixTimeSeconds() - Hour, now - 30 * Day) : now - Day;
        outlook = new Outlook([], [], past, changes.Find(DateTimeOffset.FromUnixTimeSeconds((long)began), DateTimeOffset.FromUnixTimeSeconds((long)now), own), note);
        return note.Length > 0 ? outlook : new Outlook(Ahead(diagnosis.Window.Last), Unusual(diagnosis.Window), past, outlook.Changes, note);
    }

    private List<Prospect> Ahead(MetricSnapshot last) =>
    [
        .. known.Forecasts.SelectMany(entry => last.Subjects(entry.Metric).Take(MostSubjects).Select(subject => Look(entry, subject, last)))
            .OfType<Prospect>().OrderBy(prospect => prospect.When.Expected),
    ];

    private Prospect? Look(ForecastEntry entry, string subject, MetricSnapshot last)
    {
        var limit = 0.0;
        if (entry.Limit.Length > 0)
        {
            if (last.Get(entry.Limit, known.Metric(entry.Limit)?.Subject == "host" ? "" : subject) is not { } read) return null;
            limit = read * entry.Share;
        }
        double Left(double value) => entry.Toward == Toward.Rises ? limit - value : value - limit;
        var key = new MetricKey(entry.Metric, subject);
        var today = Read(key, now - Day, now - 2 * Hour, 120).Concat(Read(key, now - 2 * Hour, now, 15)).Select(point => point with { Value = Left(point.Value) }).ToList();
        if (!MayRunOut(today)) return null;
        var all = Read(key, now - Forecaster.Memory.TotalSeconds, now - Day, 300).Select(point => point with { Value = Left(point.Value) }).Concat(today).ToList();
        return Forecaster.Forecast(all, now, TimeSpan.FromHours(entry.HorizonHours)) is { } when
            ? new Prospect(entry, subject, all[^1].Value, limit, known.Metric(entry.Metric)?.Unit ?? "1", when)
            : null;
    }

    /// <summary>Less than a while ago, whichever while.</summary>
    private bool MayRunOut(List<HistoryPoint> left) => left.Count > 0 && new[] { Day, 6 * Hour, Hour, Hour / 4 }.Any(ago =>
        left.Find(point => point.At >= now - ago) is { At: > 0 } then && left[^1].Value < then.Value);

    private IReadOnlyList<HistoryPoint> Read(MetricKey key, double from, double to, double step) => history.Read(key, from, to, step, Reading.Mean);

    /// <summary>Of the host's metrics on which detectors rest: those are the ones that mean something.</summary>
    private List<UnusualReading> Unusual(SampleWindow window) =>
    [
        .. known.Detectors.SelectMany(detector => detector.When).SelectMany(condition => condition.Value.Reads).Select(read => read.Argument).Distinct()
            .Select(known.Metric).OfType<Metric>().Where(metric => metric.Subject == "host" && window.Last.Get(metric.Name) is not null)
            .Select(metric => (Metric: metric, Anomaly: Anomaly.Of(Read(new MetricKey(metric.Name), now - Forecaster.Memory.TotalSeconds, now, 60))))
            .Where(found => found.Anomaly is { IsUnusual: true })
            .OrderByDescending(found => Math.Abs(found.Anomaly!.Score)).Take(MostUnusual)
            .Select(found => new UnusualReading(found.Metric, "", found.Anomaly!)),
    ];

    private PastOf? Follow(Evidence evidence)
    {
        if (known.Metric(evidence.Metric) is not { } metric) return null;
        var key = new MetricKey(evidence.Metric, evidence.Subject);
        var hour = Read(key, now - Hour, now, 10);
        if (hour.Count < 2) return null;
        var chart = Enumerable.Repeat(double.NaN, ChartPoints).ToArray();
        foreach (var point in hour)
        {
            var place = Math.Clamp((int)((point.At - now + Hour) / Hour * ChartPoints), 0, ChartPoints - 1);
            chart[place] = double.IsNaN(chart[place]) ? point.Value : Math.Max(chart[place], point.Value);
        }
        return new PastOf(evidence.Id, metric, evidence.Subject, chart, ChangePoint.Find(hour) ?? ChangePoint.Find(Read(key, now - Day, now, 300)));
    }
}
