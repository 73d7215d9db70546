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

    /// <summary>It grows with the number of groups, of which a host of containers has hundreds.</summary>
    public TimeSpan Budget => TimeSpan.FromMilliseconds(50);

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

    private sealed class Group(string path, CgroupLayout layout, GroupTables tables)
    {
        public string Path => path;

        public GroupFile Members { get; } = new(CgroupLayout.Join(layout.Identity!, path) + "/cgroup.procs");

        public IReadOnlyList<GroupReader> Readers { get; } = GroupReaders.For(path, layout, tables);

        /// <summary>False for a group of another tree, which the tree of identity need not have.</summary>
        public bool WasEverThere { get; set; }
    }
}
