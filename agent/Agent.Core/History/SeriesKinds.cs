using Kernward.Knowledge;

namespace Kernward.History;

/// <summary>How a metric is kept: its level as it is read, its rate where it counts, or not at all.</summary>
internal enum SeriesKind { Level, Rate, None }

/// <summary>
/// Which metrics are kept, by what the knowledge base says of them. A counter's history is its rate a second: what it has counted
/// since some boot tells nobody anything. Processes are left out: their numbers are given to others, and a month of them is noise.
/// </summary>
internal sealed class SeriesKinds(KnowledgeBase known)
{
    private readonly Dictionary<string, SeriesKind> _kinds = known.Metrics.ToDictionary(metric => metric.Name,
        metric => metric.Subject == "process" ? SeriesKind.None : metric.Kind == "counter" ? SeriesKind.Rate : SeriesKind.Level);

    public SeriesKind Of(string metric) => _kinds.GetValueOrDefault(metric, SeriesKind.Level);
}
