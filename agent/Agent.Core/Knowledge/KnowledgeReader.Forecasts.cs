using Kernward.Domain;

namespace Kernward.Knowledge;

/// <summary>What can run out.</summary>
public sealed partial class KnowledgeReader
{
    private static ForecastEntry ReadForecast(Entry entry)
    {
        var read = new ForecastEntry(
            entry.Text("id"), entry.Text("incident"), entry.OneOf<FindingClass>("class"), entry.Text("metric"), entry.OneOf<Toward>("toward"),
            entry.Text("limit", required: false), entry.Number("share") ?? (entry.Has("limit") ? 1 : 0), entry.Number("horizon_h") ?? 0,
            entry.Number("critical_h") ?? 0, entry.Text("summary"), entry.Text("what"), entry.Text("why"), entry.Text("advice"), entry.Text("source"));
        if (read.HorizonHours <= 0) entry.Wrong("'horizon_h' must be more than 0");
        if (read.CriticalHours < 0 || read.CriticalHours > read.HorizonHours) entry.Wrong("'critical_h' must be from 0 to 'horizon_h'");
        if (read.Share is < 0 or > 1) entry.Wrong("'share' must be from 0 to 1");
        if (read.Limit.Length == 0 && entry.Has("share")) entry.Wrong("'share' is a share of 'limit', which is missing");
        if (read.Limit.Length == 0 && read.Toward == Toward.Rises) entry.Wrong("what rises needs its 'limit'");
        return read;
    }
}
