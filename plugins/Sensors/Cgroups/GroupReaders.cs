namespace Kernward.Plugins.Sensors.Cgroups;

/// <summary>
/// Which readings a group needs, by how its controllers are mounted. <paramref name="Processor"/> and <paramref name="Memory"/> tell
/// whether the group did anything; null where its controllers do not say.
/// </summary>
internal sealed record GroupReaders(PulseReader? Processor, NumberPulse? Memory, IReadOnlyList<PulseReader> Pressure, IReadOnlyList<GroupReader> Others)
{
    private static readonly string[] Resources = ["cpu", "memory", "io"];

    public static GroupReaders For(string path, CgroupLayout layout, GroupTables tables)
    {
        var readers = new List<GroupReader>();
        var processor = Processors(path, layout, tables, readers);
        var memory = Memories(path, layout, tables, readers);
        if (layout.Directory("io", path) is { } io)
        {
            readers.Add(layout.IsV2("io") ? new IoReaderV2(io) : new IoReaderV1(io));
            readers.Add(new IoWeightReader(io, layout.IsV2("io")));
        }
        if (layout.Directory("pids", path) is { } pids)
        {
            readers.Add(new NumberReader(pids, Tempo.Moving, ("pids.current", "cgroup.pids.current")));
            readers.Add(new TableReader(pids, "pids.events", tables.PidsEvents));
            readers.Add(new NumberReader(pids, Tempo.Setting, ("pids.max", "cgroup.pids.max")));
        }
        if (layout.Directory("cpuset", path) is { } cpuset) readers.Add(new CpusetReader(cpuset, layout.IsV2("cpuset")));
        return new GroupReaders(processor, memory, Pressures(path, layout, tables, readers), readers);
    }

    private static PulseReader? Processors(string path, CgroupLayout layout, GroupTables tables, List<GroupReader> readers)
    {
        if (layout.Directory("cpu", path) is { } cpu && layout.IsV2("cpu"))
        {
            readers.Add(new CpuReaderV2(cpu));
            return new KeyedPulse(cpu + "/cpu.stat", tables.CpuV2);
        }
        if (layout.Directory("cpu", path) is { } old)
        {
            readers.Add(new TableReader(old, "cpu.stat", tables.CpuV1));
            readers.Add(new CpuReaderV1(old));
        }
        // cpuacct may be mounted apart from cpu.
        if (layout.Directory("cpuacct", path) is not { } accounting) return null;
        readers.Add(new TableReader(accounting, "cpuacct.stat", tables.AccountingV1));
        return new NumberPulse(accounting + "/cpuacct.usage", "cgroup.cpu.usage", 1e-9);
    }

    private static NumberPulse? Memories(string path, CgroupLayout layout, GroupTables tables, List<GroupReader> readers)
    {
        if (layout.Directory("memory", path) is not { } memory) return null;
        var isV2 = layout.IsV2("memory");
        var usage = new NumberPulse(memory + (isV2 ? "/memory.current" : "/memory.usage_in_bytes"), "cgroup.memory.usage");
        readers.Add(new MemoryLimitReader(memory, isV2 ? "memory.max" : "memory.limit_in_bytes", usage));
        if (isV2)
        {
            readers.Add(new NumberReader(memory, Tempo.Moving, ("memory.swap.current", "cgroup.memory.swap")));
            readers.Add(new TableReader(memory, "memory.events", tables.MemoryEventsV2));
            readers.Add(new TableReader(memory, "memory.stat", tables.MemoryV2));
            readers.Add(new NumberReader(memory, Tempo.Setting, ("memory.high", "cgroup.memory.high"), ("memory.low", "cgroup.memory.low")));
        }
        else
        {
            readers.Add(new NumberReader(memory, Tempo.Moving, ("memory.failcnt", "cgroup.memory.limit_events")));
            readers.Add(new TableReader(memory, "memory.oom_control", tables.OutOfMemoryV1));
            readers.Add(new TableReader(memory, "memory.stat", tables.MemoryV1));
            readers.Add(new NumberReader(memory, Tempo.Setting, ("memory.soft_limit_in_bytes", "cgroup.memory.high")));
        }
        return usage;
    }

    /// <summary>What only the v2 tree has: pressure of a group (the root's is the host's and read as that), dying groups.</summary>
    private static PulseReader[] Pressures(string path, CgroupLayout layout, GroupTables tables, List<GroupReader> readers)
    {
        if (layout.Unified is not { } root) return [];
        var directory = CgroupLayout.Join(root, path);
        if (path != "/") return [.. Resources.Select((name, i) => new PressurePulse($"{directory}/{name}.pressure", tables.Pressure[i]))];
        readers.Add(new TableReader(directory, "cgroup.stat", tables.Descendants));
        return [];
    }
}
