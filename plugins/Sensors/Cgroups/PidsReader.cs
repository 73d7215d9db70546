using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Cgroups;

/// <summary>The pids controller, the same in both versions.</summary>
internal sealed class PidsReader : GroupReader
{
    private readonly GroupTables _tables;
    private readonly GroupFile _current, _max, _events;

    public PidsReader(string directory, GroupTables tables) : base(directory)
    {
        _tables = tables;
        (_current, _max, _events) = (File("pids.current"), File("pids.max"), File("pids.events"));
    }

    public override void Read(Host host, string group, SnapshotBuilder into)
    {
        Add(into, "cgroup.pids.current", _current.Number(host), group);
        Add(into, "cgroup.pids.max", _max.Number(host), group);
        Take(host, _events, _tables.PidsEvents, group, into);
    }
}
