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
    private int _number, _turns;

    public string Name => "cgroup";

    /// <summary>It grows with the number of groups, of which a host of containers has hundreds.</summary>
    public TimeSpan Budget => TimeSpan.FromMilliseconds(50);

    public void Sample(Host host, SnapshotBuilder into)
    {
        members.Clear(into.At);
        _layout ??= CgroupLayout.Detect(host);
        _tree ??= new CgroupTree(_layout);
        if (_layout.Version == CgroupVersion.None) return;
        _number = (_number + 1) % Group.SettingEvery;
        var groups = _tree.Groups(host);
        foreach (var path in groups)
        {
            if (!_known.TryGetValue(path, out var group)) _known[path] = group = new Group(path, _turns++ % Group.SettingEvery, _layout, _tables);
            into.AddCgroup(path);
            group.Sample(host, into, _number);
            members.Add(path, group.Pids, group.LastRan);
            if (!group.IsThere) _tree.Suspect();
        }
        if (_known.Count > groups.Count) Forget(host, groups);
    }

    private void Forget(Host host, IReadOnlyCollection<string> groups)
    {
        foreach (var gone in _known.Keys.Except(groups).ToList())
        {
            _known[gone].Release(host);
            _known.Remove(gone);
        }
    }
}
