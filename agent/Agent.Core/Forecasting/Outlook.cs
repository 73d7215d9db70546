using Kernward.Domain;
using Kernward.History;
using Kernward.Knowledge;

namespace Kernward.Forecasting;

/// <summary>Something of a subject that will run out; <paramref name="Left"/> and <paramref name="Limit"/> are in <paramref name="Unit"/>.</summary>
public sealed record Prospect(ForecastEntry Entry, string Subject, double Left, double Limit, string Unit, Exhaustion When)
{
    /// <summary>Id of the finding that it is where it comes within the entry's horizon.</summary>
    public string Id => Entry.Id;

    public Severity Severity => When.Expected <= Entry.CriticalHours * 3600 ? Severity.Critical : Severity.Warning;
}

/// <summary>A reading that is far from what it usually is at this time.</summary>
public sealed record UnusualReading(Metric Metric, string Subject, Anomaly Anomaly);

/// <summary>The past of what a finding rests on: an hour in steps, not a number where nothing was seen, and when it began.</summary>
public sealed record PastOf(string Evidence, Metric Metric, string Subject, IReadOnlyList<double> LastHour, ChangePoint? Began);

/// <summary>
/// What the history adds to a diagnosis: what will run out, what is unusual, how the evidence came about, and what changed before.
/// <paramref name="Note"/> says what keeps it from saying more; empty if nothing.
/// </summary>
public sealed record Outlook(
    IReadOnlyList<Prospect> Ahead, IReadOnlyList<UnusualReading> Unusual, IReadOnlyList<PastOf> Past, IReadOnlyList<HistoryEvent> Changes, string Note)
{
    /// <summary>When the first of the evidence began; null where that cannot be told.</summary>
    public DateTimeOffset? Began { get; } = Past.Select(past => past.Began).OfType<ChangePoint>().Select(began => began.At).Order()
        .Select(at => (DateTimeOffset?)DateTimeOffset.FromUnixTimeMilliseconds((long)(at * 1000))).FirstOrDefault();
}
