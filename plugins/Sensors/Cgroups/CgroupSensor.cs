using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Cgroups;

/// <summary>Control groups of v1, v2 and hybrids in one vocabulary, that of v2. Source: cgroup-v1/ and cgroup-v2.rst of the kernel.</summary>
internal sealed class CgroupSensor(CgroupMembers members) : ISensor
{
    private readonly GroupTables _tables = new();
    private readonly Dictionary<string, Group> _known = new(StringComparer.Ordinal);
    private CgroupLayout? _layout;
    private CgroupTree? _tree;

    public string Name => "cgroup";

    public void Sample(Host host, SnapshotBuilder into)
    {
        members.Clear();
        _layout ??= CgroupLayout.Detect(host);
        _tree ??= new CgroupTree(_layout);
        if (_layout.Version == CgroupVersion.None) return;
        var groups = _tree.Groups(host);
        foreach (var path in groups)
        {
            if (!_known.TryGetValue(path, out var group)) _known[path] = group = new Group(path, _layout, _tables);
            into.AddCgroup(path);
            members.AddGroup(path);
            if (path != "/" && !ReadMembers(host, group, into)) _tree.Suspect();
            foreach (var reader in group.Readers) reader.Read(host, path, into);
        }
        if (_known.Count > groups.Count)
            foreach (var gone in _known.Keys.Except(groups).ToList()) _known.Remove(gone);
    }

    /// <summary>Not asked of the root, which has what no other group has, and on v1 sorts a list of every task to tell it.</summary>
    private bool ReadMembers(Host host, Group group, SnapshotBuilder into)
    {
        if (!group.Members.TryRead(host, out var content)) return !group.WasEverThere;
        group.WasEverThere = true;
        var count = 0;
        var lines = new Lines(content);
        while (lines.Next(out var line))
        {
            var pid = Fields.ParseNumber(line);
            // A process of another pid namespace is shown as 0.
            if (pid is 0 or > int.MaxValue) continue;
            members.Set((int)pid, group.Path);
            count++;
        }
        into.Add("cgroup.processes", count, group.Path);
        return true;
    }

    private sealed class Group
    {
        public Group(string path, CgroupLayout layout, GroupTables tables)
        {
            Path = path;
            Members = new GroupFile(CgroupLayout.Join(layout.Identity!, path) + "/cgroup.procs");
            var readers = new List<GroupReader>();
            if (layout.Directory("cpu", path) is { } cpu) readers.Add(layout.IsV2("cpu") ? new CpuReaderV2(cpu, tables) : new CpuReaderV1(cpu, tables));
            if (!layout.IsV2("cpu") && layout.Directory("cpuacct", path) is { } accounting) readers.Add(new AccountingReaderV1(accounting, tables));
            if (layout.Directory("memory", path) is { } memory)
                readers.Add(layout.IsV2("memory") ? new MemoryReaderV2(memory, tables) : new MemoryReaderV1(memory, tables));
            if (layout.Directory("io", path) is { } io) readers.Add(layout.IsV2("io") ? new IoReaderV2(io) : new IoReaderV1(io));
            if (layout.Directory("pids", path) is { } pids) readers.Add(new PidsReader(pids, tables));
            if (layout.Directory("cpuset", path) is { } cpuset) readers.Add(new CpusetReader(cpuset, layout.IsV2("cpuset")));
            if (layout.Unified is { } unified) readers.Add(new UnifiedReader(CgroupLayout.Join(unified, path), tables, path == "/"));
            Readers = readers;
        }

        public string Path { get; }

        public GroupFile Members { get; }

        public IReadOnlyList<GroupReader> Readers { get; }

        /// <summary>False for a group of another tree, which the tree of identity need not have.</summary>
        public bool WasEverThere { get; set; }
    }
}
