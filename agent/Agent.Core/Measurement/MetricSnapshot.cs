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

/// <summary>All readings of one host at one instant. Counters are raw totals; <see cref="SampleWindow"/> makes rates of them.</summary>
public sealed class MetricSnapshot
{
    private readonly Dictionary<MetricKey, double> _values;

    internal MetricSnapshot(TimeSpan at, DateTimeOffset time, Dictionary<MetricKey, double> values,
        IReadOnlyList<ProcessInfo> processes, IReadOnlyList<string> cgroups, IReadOnlyDictionary<string, string> failures,
        IReadOnlyList<KernelEvent> events)
    {
        At = at;
        Time = time;
        _values = values;
        Processes = processes;
        Cgroups = cgroups;
        Failures = failures;
        Events = events;
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

    public int Count => _values.Count;

    public IEnumerable<KeyValuePair<MetricKey, double>> All => _values;

    public double? Get(string name, string subject = "") =>
        _values.TryGetValue(new MetricKey(name, subject), out var value) ? value : null;

    /// <summary>Every subject that has this metric.</summary>
    public IEnumerable<string> Subjects(string name) => _values.Keys.Where(key => key.Name == name).Select(key => key.Subject);
}
