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
}

/// <summary>Snapshots in order of time, with the readings that one snapshot alone cannot give.</summary>
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

    /// <summary>The reading, or null where the metric is absent (for rates: at either end, or over no time).</summary>
    public double? Read(string name, string subject, Reading reading) => reading switch
    {
        Reading.Last => Last.Get(name, subject),
        Reading.Rate => Span > TimeSpan.Zero ? Increase(name, subject) / Span.TotalSeconds : null,
        Reading.Increase => Increase(name, subject),
        _ => Fold(name, subject, reading),
    };

    /// <summary>A counter that went backwards was reset (a group made anew, a device gone and back): no reading, not a negative one.</summary>
    private double? Increase(string name, string subject)
    {
        if (Samples.Count < 2) return null;
        var grown = Last.Get(name, subject) - First.Get(name, subject);
        return grown >= 0 ? grown : null;
    }

    private double? Fold(string name, string subject, Reading reading)
    {
        var values = Samples.Select(sample => sample.Get(name, subject)).OfType<double>().ToList();
        if (values.Count == 0) return null;
        return reading switch
        {
            Reading.Mean => values.Average(),
            Reading.Max => values.Max(),
            _ => values.Min(),
        };
    }
}
