using Kernward.Domain;
using Kernward.Knowledge;

namespace Kernward.Answering;

/// <summary>All that is known about one metric.</summary>
internal static class MetricExplanation
{
    public static Section Of(HostValues values, Metric metric)
    {
        var present = MetricRows.Present(values, metric);
        var tunables = values.Known.Tunables.Where(tunable => tunable.Signals.Contains(metric.Name)).Select(tunable => tunable.Id).ToList();
        var detectors = values.Known.Detectors.Where(detector => detector.When.Any(condition => condition.Metric == metric.Name))
            .Select(detector => detector.Id).ToList();
        return new Section(metric.Name, metric.Summary,
        [
            new AnswerRow("on this host", present.Count == 0 ? "not here" : string.Join(", ", present.Select(Text))),
            new AnswerRow("unit", metric.Unit is "" or "1" ? "a plain number" : metric.Unit),
            new AnswerRow("kind", metric.Kind == "counter" ? "a counter: it only grows, and its rate tells" : "a gauge: its present value tells"),
            .. metric.Subject == "host" ? [] : new[] { new AnswerRow("one for each", metric.Subject) },
            .. metric.Path.Length > 0 ? new[] { new AnswerRow("kernel file", "/" + metric.Path) } : [],
            .. tunables.Count > 0 ? new[] { new AnswerRow("says whether these are right", string.Join(", ", tunables)) } : [],
            .. detectors.Count > 0 ? new[] { new AnswerRow("watched by", string.Join(", ", detectors)) } : [],
        ]);
    }

    private static string Text(AnswerRow row) => row.Label == "now" ? row.Value : $"{row.Value} ({row.Label})";
}
