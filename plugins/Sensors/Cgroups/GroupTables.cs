namespace Kernward.Plugins.Sensors.Cgroups;

/// <summary>Keys of the groups' "key value" files and their metrics, in both versions; one set serves all groups of a sensor.</summary>
internal sealed class GroupTables
{
    private const double Micro = 1e-6;
    private const double Nano = 1e-9;

    public KeyedTable CpuV2 { get; } = new(
        ("usage_usec", "cgroup.cpu.usage", Micro), ("user_usec", "cgroup.cpu.usage.user", Micro),
        ("system_usec", "cgroup.cpu.usage.system", Micro), ("nr_periods", "cgroup.cpu.periods", 1),
        ("nr_throttled", "cgroup.cpu.throttled_periods", 1), ("throttled_usec", "cgroup.cpu.throttled_time", Micro));

    public KeyedTable CpuV1 { get; } = new(
        ("nr_periods", "cgroup.cpu.periods", 1), ("nr_throttled", "cgroup.cpu.throttled_periods", 1),
        ("throttled_time", "cgroup.cpu.throttled_time", Nano));

    public KeyedTable AccountingV1 { get; } = new(
        ("user", "cgroup.cpu.usage.user", CpuSensor.Tick), ("system", "cgroup.cpu.usage.system", CpuSensor.Tick));

    public KeyedTable MemoryV2 { get; } = new(
        ("anon", "cgroup.memory.anonymous", 1), ("file", "cgroup.memory.file", 1), ("pgmajfault", "cgroup.memory.major_faults", 1),
        ("workingset_refault", "cgroup.memory.refaults", 1), ("workingset_refault_anon", "cgroup.memory.refaults", 1),
        ("workingset_refault_file", "cgroup.memory.refaults", 1));

    public KeyedTable MemoryEventsV2 { get; } = new(
        ("oom_kill", "cgroup.memory.oom_kills", 1), ("max", "cgroup.memory.limit_events", 1), ("high", "cgroup.memory.high_events", 1));

    /// <summary>The totals include the children, as all of v2 does.</summary>
    public KeyedTable MemoryV1 { get; } = new(
        ("total_rss", "cgroup.memory.anonymous", 1), ("total_cache", "cgroup.memory.file", 1),
        ("total_pgmajfault", "cgroup.memory.major_faults", 1), ("total_swap", "cgroup.memory.swap", 1),
        ("total_workingset_refault", "cgroup.memory.refaults", 1), ("total_workingset_refault_anon", "cgroup.memory.refaults", 1),
        ("total_workingset_refault_file", "cgroup.memory.refaults", 1));

    public KeyedTable OutOfMemoryV1 { get; } = new(("oom_kill", "cgroup.memory.oom_kills", 1));

    public KeyedTable PidsEvents { get; } = new(("max", "cgroup.pids.limit_events", 1));

    public KeyedTable Descendants { get; } = new(("nr_dying_descendants", "cgroup.dying_descendants", 1));

    public PressureFile[] Pressure { get; } =
        [.. new[] { "cpu", "memory", "io" }.Select(resource => new PressureFile("cgroup.pressure." + resource, withLongAverages: false))];
}
