namespace Kernward.Knowledge;

/// <summary>What must hold for what can run out.</summary>
internal static partial class KnowledgeCheck
{
    private static IEnumerable<string> Forecasts(KnowledgeBase known) =>
    [
        .. Twice("forecast", known.Forecasts.Select(forecast => forecast.Id).Concat(known.Detectors.Select(detector => detector.Id).Distinct())),
        .. known.Forecasts.SelectMany(forecast => Of(known, forecast)),
    ];

    private static IEnumerable<string> Of(KnowledgeBase known, ForecastEntry forecast)
    {
        var where = $"forecast {forecast.Id}";
        foreach (var name in new[] { forecast.Metric, forecast.Limit }.Where(name => name.Length > 0))
        {
            if (Metric(known, where, name) is { } unknown) yield return unknown;
            else if (known.Metric(name)!.Kind != "gauge") yield return $"{where}: '{name}' is a counter: it has no level that could run out";
        }
        if (known.Metric(forecast.Metric) is { } metric && known.Metric(forecast.Limit) is { } limit && limit.Subject != "host" && limit.Subject != metric.Subject)
            yield return $"{where}: '{forecast.Limit}' is a metric of a {limit.Subject}, not of a {metric.Subject}";
        if (known.Metric(forecast.Metric) is { Subject: "process" })
            yield return $"{where}: processes have no history";
        foreach (var name in Placeholders(forecast.Summary).Where(name => name != "subject")) yield return $"{where}: nothing is called '{name}' in a summary";
    }
}
