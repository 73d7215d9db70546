using Kernward.Domain;
using Kernward.Knowledge;
using Kernward.Measurement;

namespace Kernward.Detection;

/// <summary>Numbers the evidence of one diagnosis; the same reading of the same subject against the same threshold is one.</summary>
internal sealed class EvidenceList(KnowledgeBase known, SampleWindow window)
{
    private readonly List<Evidence> _all = [];

    public IReadOnlyList<Evidence> All => _all;

    /// <summary>The id of the evidence for this condition: <c>e1</c>, <c>e2</c>, ...</summary>
    public string Add(Condition condition, double value, string subject)
    {
        var metric = known.Metric(condition.Metric);
        var owner = metric?.Subject == "host" ? "" : subject;
        var threshold = condition.Above ?? condition.Below ?? 0;
        var watched = Math.Round(condition.WindowS > 0 ? condition.WindowS : window.Span.TotalSeconds, 3);
        var same = _all.Find(evidence => evidence.Metric == condition.Metric && evidence.Subject == owner && evidence.Value.Equals(value)
            && evidence.Threshold.Equals(threshold) && evidence.WindowS.Equals(watched));
        if (same is not null) return same.Id;
        var unit = condition.Unit.Length > 0 ? condition.Unit : metric?.Unit ?? "1";
        _all.Add(new Evidence($"e{_all.Count + 1}", condition.Metric, value, unit, threshold,
            watched, "kernel", "/" + (metric?.Path ?? ""), owner));
        return _all[^1].Id;
    }
}
