namespace Kernward.History;

/// <summary>One value of a series at a moment (<paramref name="At"/>: Unix seconds).</summary>
public readonly record struct HistoryPoint(double At, double Value);

/// <summary>
/// What happened, on the time axis of the metrics. <paramref name="Kind"/> is one of <c>package kernel unit sysctl config change
/// clock observer</c>; <paramref name="What"/> may hold names of the host.
/// </summary>
public sealed record HistoryEvent(DateTimeOffset At, string Kind, string What);
