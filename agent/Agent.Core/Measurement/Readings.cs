namespace Kernward.Measurement;

/// <summary>
/// Readings that were made together, and can be part of many snapshots: what was not read again, or proved unchanged, is carried from
/// one to the next as it is. Never changed once made.
/// </summary>
public sealed class Readings
{
    internal Readings(KeyValuePair<MetricKey, double>[] values) => Values = values;

    internal KeyValuePair<MetricKey, double>[] Values { get; }
}

/// <summary>One reading and when it was made, on the host's monotonic clock: at its snapshot's time, or before that where it was carried.</summary>
public readonly record struct Measured(MetricKey Key, double Value, TimeSpan At);

/// <summary>Readings within a snapshot, and when they were made.</summary>
internal readonly record struct Made(Readings Readings, TimeSpan At);
