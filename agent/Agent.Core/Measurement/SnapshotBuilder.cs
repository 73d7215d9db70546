namespace Kernward.Measurement;

/// <summary>What sensors add their readings to; sealed into a <see cref="MetricSnapshot"/>.</summary>
public sealed class SnapshotBuilder(int expected)
{
    private readonly Dictionary<MetricKey, double> _values = new(expected);
    private readonly List<Made> _made = [];
    private readonly List<KeyValuePair<MetricKey, double>> _gathered = [];
    private readonly List<ProcessInfo> _processes = [];
    private readonly List<string> _cgroups = [];
    private readonly Dictionary<string, string> _failures = [];
    private IReadOnlyList<KernelEvent> _events = [];
    private bool _gathers;

    /// <summary>When this observation was begun, on the host's monotonic clock.</summary>
    public TimeSpan At { get; init; }

    /// <summary>
    /// True for one of many observations in a row: what is dear to read and did not move may be read at some of them only, and be
    /// carried meanwhile, by its own time. Elsewhere all is read.
    /// </summary>
    public bool IsSparing { get; init; }

    /// <summary>Adds one reading. A value that is not a finite number is a reading that failed, and is left out.</summary>
    public void Add(string name, double value, string subject = "")
    {
        if (!double.IsFinite(value)) return;
        if (_gathers) _gathered.Add(new(new MetricKey(name, subject), value));
        else _values[new MetricKey(name, subject)] = value;
    }

    /// <summary>From here on readings are gathered, to be added together; until <see cref="Gathered"/>.</summary>
    public void Gather() => _gathers = true;

    /// <summary>What was gathered. It is not part of this snapshot before it is added, here and to later ones.</summary>
    public Readings Gathered()
    {
        var readings = new Readings([.. _gathered]);
        _gathered.Clear();
        _gathers = false;
        return readings;
    }

    /// <summary>Adds readings that were made at this time, or proved to be as they were.</summary>
    public void Add(Readings readings, TimeSpan at)
    {
        if (readings.Values.Length > 0) _made.Add(new Made(readings, at));
    }

    /// <summary>A reading of the host that an earlier sensor of this sample added, such as the number of CPUs.</summary>
    public double? Get(string name, string subject = "") =>
        _values.TryGetValue(new MetricKey(name, subject), out var value) ? value : null;

    public void AddProcess(ProcessInfo process) => _processes.Add(process);

    public void AddCgroup(string path) => _cgroups.Add(path);

    public void SetEvents(IReadOnlyList<KernelEvent> events) => _events = events;

    internal void Fail(string sensor, string reason)
    {
        _failures[sensor] = reason;
        if (_gathers) Add(Gathered(), At);
    }

    /// <summary>What was added, as of a moment of the host's monotonic and wall clock.</summary>
    public MetricSnapshot Seal(TimeSpan at, DateTimeOffset time) =>
        new(at, time, _values, _made, _processes, _cgroups, _failures, _events);
}
