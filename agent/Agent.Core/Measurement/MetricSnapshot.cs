namespace Kernward.Measurement;

/// <summary>One metric of one subject: <c>system.cpu.load_average.1m</c> of the host (subject empty), <c>cgroup.cpu.usage</c> of a group.</summary>
public readonly record struct MetricKey(string Name, string Subject = "");

/// <summary>A process as the sensors see it. <paramref name="Cgroup"/> is its group in the one vocabulary (<c>/system.slice/nginx.service</c>).</summary>
public sealed record ProcessInfo(int Pid, int ParentPid, string Name, char State, string Cgroup, long StartTicks);

/// <summary>All readings of one host at one instant. Counters are raw totals; <see cref="SampleWindow"/> makes rates of them.</summary>
public sealed class MetricSnapshot
{
    private readonly Dictionary<MetricKey, double> _values;

    internal MetricSnapshot(TimeSpan at, DateTimeOffset time, Dictionary<MetricKey, double> values,
        IReadOnlyList<ProcessInfo> processes, IReadOnlyList<string> cgroups, IReadOnlyDictionary<string, string> failures)
    {
        At = at;
        Time = time;
        _values = values;
        Processes = processes;
        Cgroups = cgroups;
        Failures = failures;
    }

    /// <summary>Monotonic time of the host when sampling began.</summary>
    public TimeSpan At { get; }

    /// <summary>Wall-clock time (UTC) of the host when sampling began.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>Processes seen, kernel threads left out.</summary>
    public IReadOnlyList<ProcessInfo> Processes { get; }

    /// <summary>Control groups seen, as paths in the one vocabulary; <c>/</c> is the root.</summary>
    public IReadOnlyList<string> Cgroups { get; }

    /// <summary>Sensors that failed, with the reason.</summary>
    public IReadOnlyDictionary<string, string> Failures { get; }

    public int Count => _values.Count;

    public IEnumerable<KeyValuePair<MetricKey, double>> All => _values;

    public double? Get(string name, string subject = "") =>
        _values.TryGetValue(new MetricKey(name, subject), out var value) ? value : null;

    /// <summary>Every subject that has this metric.</summary>
    public IEnumerable<string> Subjects(string name) => _values.Keys.Where(key => key.Name == name).Select(key => key.Subject);
}
