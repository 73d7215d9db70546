using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Cgroups;

/// <summary>What only the v2 tree has: pressure of a group (the root's is the host's and read as that), dying groups.</summary>
internal sealed class UnifiedReader : GroupReader
{
    private static readonly string[] Resources = ["cpu", "memory", "io"];

    private readonly GroupTables _tables;
    private readonly PathOf[] _pressure;
    private readonly GroupFile? _stat;

    public UnifiedReader(string directory, GroupTables tables, bool isRoot) : base(directory)
    {
        _tables = tables;
        _stat = isRoot ? File("cgroup.stat") : null;
        _pressure = isRoot ? [] : [.. Resources.Select((name, i) => new PathOf($"{directory}/{name}.pressure", tables.Pressure[i]))];
    }

    public override void Read(Host host, string group, SnapshotBuilder into)
    {
        if (_stat is not null) Take(host, _stat, _tables.Descendants, group, into);
        // A kernel without PSI has none of the files: one question is enough.
        foreach (var (path, file) in _pressure)
            if (!file.Add(host, path, into, group)) break;
    }

    private readonly record struct PathOf(string Path, PressureFile File);
}
