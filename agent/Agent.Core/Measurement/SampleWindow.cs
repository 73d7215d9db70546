namespace Kernward.Measurement;

/// <summary>How a detector or judge reads a metric over a window.</summary>
public enum Reading
{
    /// <summary>The last value.</summary>
    Last,

    /// <summary>Mean of the samples.</summary>
    Mean,

    /// <summary>Highest of the samples.</summary>
    Max,

    /// <summary>Lowest of the samples.</summary>
    Min,

    /// <summary>Increase of a counter per second over the whole window.</summary>
    Rate,

    /// <summary>Increase of a counter over the whole window.</summary>
    Increase,

    /// <summary>Growth per second, by the straight line nearest to the samples.</summary>
    Slope,

    /// <summary>Share of the steps from sample to sample in which the value grew.</summary>
    Steady,

    /// <summary>How often a sample differs from the one before.</summary>
    Changes,

    /// <summary>How often a sample is lower than the one before: of a counter, how often what it counts was made anew.</summary>
    Falls,
}

/// <summary>
/// Snapshots in order of time, with the readings that one snapshot alone cannot give. A value that a snapshot carries from an earlier
/// one counts once, and at the time at which it was read: no rate and no slope is made of time in which nobody looked.
/// </summary>
public sealed class SampleWindow
{
    public SampleWindow(IReadOnlyList<MetricSnapshot> samples)
    {
        ArgumentOutOfRangeException.ThrowIfZero(samples.Count);
        Samples = samples;
    }

    public IReadOnlyList<MetricSnapshot> Samples { get; }

    public MetricSnapshot First => Samples[0];

    public MetricSnapshot Last => Samples[^1];

    /// <summary>Time between the first and the last sample.</summary>
    public TimeSpan Span => Last.At - First.At;

    /// <summary>The last <paramref name="length"/> of it, or a sample more; null where less was watched.</summary>
    public SampleWindow? Tail(TimeSpan length)
    {
        if (Span < length) return null;
        var first = Samples.Count - 1;
        while (Last.At - Samples[first].At < length) first--;
        return first == 0 ? this : new SampleWindow([.. Samples.Skip(first)]);
    }

    /// <summary>
    /// The reading, or null where the metric is absent (for rates and increases: at either end, over no time, or not read between the
    /// two). What was carried into the first sample makes the time of a rate or increase begin before the window, never end after it.
    /// </summary>
    public double? Read(string name, string subject, Reading reading) => reading switch
    {
        Reading.Last => Last.Get(name, subject),
        Reading.Rate => Growth(name, subject) is { Seconds: > 0 } growth ? growth.By / growth.Seconds : null,
        Reading.Increase => Growth(name, subject)?.By,
        Reading.Slope => Slope(name, subject),
        Reading.Steady or Reading.Changes or Reading.Falls => Steps(name, subject, reading),
        _ => Fold(name, subject, reading),
    };

    /// <summary>A counter that went backwards was reset (a group made anew, a device gone and back): no reading, not a negative one.</summary>
    private (double By, double Seconds)? Growth(string name, string subject)
    {
        if (Samples.Count < 2 || First.Find(name, subject) is not { } first || Last.Find(name, subject) is not { } last) return null;
        var wasRead = last.At > first.At || last.At == Last.At;
        return wasRead && last.Value >= first.Value ? (last.Value - first.Value, (last.At - first.At).TotalSeconds) : null;
    }

    /// <summary>Each reading once.</summary>
    private List<Measured> EachOnce(string name, string subject)
    {
        var readings = new List<Measured>(Samples.Count);
        foreach (var sample in Samples)
            if (sample.Find(name, subject) is { } reading && (readings.Count == 0 || reading.At == sample.At || reading.At > readings[^1].At))
                readings.Add(reading);
        return readings;
    }

    private double? Fold(string name, string subject, Reading reading)
    {
        var values = EachOnce(name, subject).ConvertAll(measured => measured.Value);
        if (values.Count == 0) return null;
        return reading switch
        {
            Reading.Mean => values.Average(),
            Reading.Max => values.Max(),
            _ => values.Min(),
        };
    }

    /// <summary>Least squares; null with fewer than three readings, through which every line is straight.</summary>
    private double? Slope(string name, string subject)
    {
        var points = EachOnce(name, subject).ConvertAll(measured => (At: (measured.At - First.At).TotalSeconds, measured.Value));
        if (points.Count < 3) return null;
        var (time, value) = (points.Average(point => point.At), points.Average(point => point.Value));
        var spread = points.Sum(point => (point.At - time) * (point.At - time));
        return spread > 0 ? points.Sum(point => (point.At - time) * (point.Value - value)) / spread : null;
    }

    private double? Steps(string name, string subject, Reading reading)
    {
        var values = EachOnce(name, subject).ConvertAll(measured => measured.Value);
        if (values.Count < 2) return null;
        var steps = values.Zip(values.Skip(1), (before, after) => after.CompareTo(before)).ToList();
        return reading switch
        {
            Reading.Changes => steps.Count(step => step != 0),
            Reading.Falls => steps.Count(step => step < 0),
            _ => (double)steps.Count(step => step > 0) / steps.Count,
        };
    }
}
