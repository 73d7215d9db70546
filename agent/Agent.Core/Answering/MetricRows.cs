using Kernward.Domain;
using Kernward.Knowledge;
using Kernward.Measurement;

namespace Kernward.Answering;

/// <summary>What this host shows of a metric.</summary>
internal static class MetricRows
{
    private const int Most = 5;

    /// <summary>The host's value, or the subjects with the most of it; a counter's rate, and its total since it began.</summary>
    public static IReadOnlyList<AnswerRow> Present(HostValues values, Metric metric)
    {
        if (metric.Subject == "host") return OfHost(values, metric);
        var names = new RankingRows(values, new Question("", null, null, ""));
        var reading = metric.Kind == "counter" ? Reading.Rate : Reading.Last;
        var all = values.Window.Last.Subjects(metric.Name).ToList();
        var counted = all.Where(subject => names.Counts(metric.Subject, subject)).ToList();
        return
        [
            .. (counted.Count > 0 ? counted : all)
                .Select(subject => (Subject: subject, Value: values.Window.Read(metric.Name, subject, reading)))
                .Where(item => item.Value is not null)
                .OrderByDescending(item => item.Value).ThenBy(item => item.Subject, StringComparer.Ordinal)
                .Take(Most)
                .Select(item => new AnswerRow(names.Name(metric.Subject, item.Subject), values.Present(metric, item.Subject)!)),
        ];
    }

    private static List<AnswerRow> OfHost(HostValues values, Metric metric)
    {
        var rows = new List<AnswerRow>();
        if (values.Present(metric, "") is { } now) rows.Add(new AnswerRow("now", now));
        if (metric.Kind == "counter" && values.Window.Last.Get(metric.Name) is { } total)
            rows.Add(new AnswerRow("since boot", values.Number(metric.Name, total, metric.Unit, "")));
        return rows;
    }

    /// <summary>The reading of a metric of the host in one line, or the highest of its subjects; null where there is none.</summary>
    public static AnswerRow? One(HostValues values, string name)
    {
        if (values.Known.Metric(name) is not { } metric) return null;
        var rows = Present(values, metric);
        if (rows.Count == 0) return null;
        return new AnswerRow(metric.Name, rows[0].Label == "now" ? rows[0].Value : $"{rows[0].Value} ({rows[0].Label})", metric.Summary);
    }
}
