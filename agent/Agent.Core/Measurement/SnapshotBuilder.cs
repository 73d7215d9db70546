namespace Kernward.Measurement;

/// <summary>What sensors add their readings to; sealed into a <see cref="MetricSnapshot"/>.</summary>
public sealed class SnapshotBuilder(int expected)
{
    private readonly Dictionary<MetricKey, double> _values = new(expected);
    private readonly List<ProcessInfo> _processes = [];
    private readonly List<string> _cgroups = [];
    private readonly Dictionary<string, string> _failures = [];
    private IReadOnlyList<KernelEvent> _events = [];

    /// <summary>Adds one reading. A value that is not a finite number is a reading that failed, and is left out.</summary>
    public void Add(string name, double value, string subject = "")
    {
        if (double.IsFinite(value)) _values[new MetricKey(name, subject)] = value;
    }

    /// <summary>A reading that an earlier sensor of this sample added, such as the number of CPUs.</summary>
    public double? Get(string name, string subject = "") =>
        _values.TryGetValue(new MetricKey(name, subject), out var value) ? value : null;

    public void AddProcess(ProcessInfo process) => _processes.Add(process);

    public void AddCgroup(string path) => _cgroups.Add(path);

    public void SetEvents(IReadOnlyList<KernelEvent> events) => _events = events;

    internal void Fail(string sensor, string reason) => _failures[sensor] = reason;

    /// <summary>What was added, as of a moment of the host's monotonic and wall clock.</summary>
    public MetricSnapshot Seal(TimeSpan at, DateTimeOffset time) =>
        new(at, time, _values, _processes, _cgroups, _failures, _events);
}
