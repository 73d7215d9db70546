namespace Kernward.Plugins.Sensors.Cgroups;

/// <summary>Which readers a group needs, by how its controllers are mounted.</summary>
internal static class GroupReaders
{
    public static IReadOnlyList<GroupReader> For(string path, CgroupLayout layout, GroupTables tables)
    {
        var readers = new List<GroupReader>();
        if (layout.Directory("cpu", path) is { } cpu)
            readers.Add(layout.IsV2("cpu") ? new CpuReaderV2(cpu, tables) : new CpuReaderV1(cpu, tables));
        if (layout.Directory("cpuacct", path) is { } accounting && !layout.IsV2("cpu"))
            readers.Add(new AccountingReaderV1(accounting, tables));
        if (layout.Directory("memory", path) is { } memory)
            readers.Add(layout.IsV2("memory") ? new MemoryReaderV2(memory, tables) : new MemoryReaderV1(memory, tables));
        if (layout.Directory("io", path) is { } io)
            readers.Add(layout.IsV2("io") ? new IoReaderV2(io) : new IoReaderV1(io));
        if (layout.Directory("pids", path) is { } pids) readers.Add(new PidsReader(pids, tables));
        if (layout.Directory("cpuset", path) is { } cpuset) readers.Add(new CpusetReader(cpuset, layout.IsV2("cpuset")));
        if (layout.Unified is { } root) readers.Add(new UnifiedReader(CgroupLayout.Join(root, path), tables, path == "/"));
        return readers;
    }
}
