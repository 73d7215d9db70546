namespace Kernward.Measurement;

/// <summary>One metric of one subject: <c>system.cpu.load_average.1m</c> of the host (subject empty), <c>cgroup.cpu.usage</c> of a group.</summary>
public readonly record struct MetricKey(string Name, string Subject = "");

/// <summary>A process as the sensors see it. <paramref name="Cgroup"/> is its group in the one vocabulary (<c>/system.slice/nginx.service</c>).</summary>
public sealed record ProcessInfo(int Pid, int ParentPid, string Name, char State, string Cgroup, long StartTicks);

/// <summary>
/// A class of events in the kernel's log: how many there were, when the last one was (since boot), and its line. The line is the
/// kernel's, but holds names that processes, devices and groups chose.
/// </summary>
public sealed record KernelEvent(string Kind, long Count, TimeSpan At, string LastLine);

/// <summary>
/// All readings of one host at one instant; some may have been made before it, and know when. Counters are raw totals;
/// <see cref="SampleWindow"/> makes rates of them.
/// </summary>
public sealed class MetricSnapshot
{
    private readonly Dictionary<MetricKey, double> _values;
    private readonly IReadOnlyList<Made> _made;

    /// <summary>Where each reading of <see cref="_made"/> is: made when one is first asked for, as whoever takes all of them needs none.</summary>
    private Dictionary<MetricKey, Measured>? _index;

    internal MetricSnapshot(TimeSpan at, DateTimeOffset time, Dictionary<MetricKey, double> values, IReadOnlyList<Made> made,
        IReadOnlyList<ProcessInfo> processes, IReadOnlyList<string> cgroups, IReadOnlyDictionary<string, string> failures,
        IReadOnlyList<KernelEvent> events)
    {
        At = at;
        Time = time;
        _values = values;
        _made = made;
        Processes = processes;
        Cgroups = cgroups;
        Failures = failures;
        Events = events;
        Count = _values.Count + _made.Sum(part => part.Readings.Values.Length);
    }

    /// <summary>Monotonic time of the host when sampling began.</summary>
    public TimeSpan At { get; }

    /// <summary>Wall-clock time (UTC) of the host when sampling began.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>Processes seen, kernel threads left out.</summary>
    public IReadOnlyList<ProcessInfo> Processes { get; }

    /// <summary>Control groups seen, as paths in the one vocabulary; <c>/</c> is the root.</summary>
    public IReadOnlyList<string> Cgroups { get; }

    /// <summary>Classes of events that the kernel's log has, in order of their names; none where it cannot be read.</summary>
    public IReadOnlyList<KernelEvent> Events { get; }

    /// <summary>Sensors that failed, or cost so much that they are read less often or no more, with the reason.</summary>
    public IReadOnlyDictionary<string, string> Failures { get; }

    public int Count { get; }

    /// <summary>Readings of single values, which the sensors of the host as a whole add.</summary>
    internal int SingleCount => _values.Count;

    public IEnumerable<KeyValuePair<MetricKey, double>> All => _values.Concat(_made.SelectMany(part => part.Readings.Values));

    /// <summary>The same, each with the time at which it was made.</summary>
    public IEnumerable<Measured> Timed
    {
        get
        {
            foreach (var (key, value) in _values) yield return new Measured(key, value, At);
            foreach (var (readings, at) in _made)
                foreach (var (key, value) in readings.Values)
                    yield return new Measured(key, value, at);
        }
    }

    public double? Get(string name, string subject = "") => Find(name, subject)?.Value;

    /// <summary>A reading and when it was made; null where there is none.</summary>
    public Measured? Find(string name, string subject = "")
    {
        var key = new MetricKey(name, subject);
        if (_values.TryGetValue(key, out var value)) return new Measured(key, value, At);
        return (_index ??= Index()).TryGetValue(key, out var found) ? found : null;
    }

    /// <summary>Every subject that has this metric.</summary>
    public IEnumerable<string> Subjects(string name) => All.Where(pair => pair.Key.Name == name).Select(pair => pair.Key.Subject);

    private Dictionary<MetricKey, Measured> Index()
    {
        var index = new Dictionary<MetricKey, Measured>(Count - _values.Count);
        foreach (var (readings, at) in _made)
            foreach (var (key, value) in readings.Values)
                index[key] = new Measured(key, value, at);
        return index;
    }
}
