using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Cgroups;

internal sealed class MemoryReaderV2 : GroupReader
{
    private readonly GroupTables _tables;
    private readonly GroupFile _current, _max, _high, _low, _swap, _events, _stat;

    public MemoryReaderV2(string directory, GroupTables tables) : base(directory)
    {
        _tables = tables;
        (_current, _max, _high, _low) = (File("memory.current"), File("memory.max"), File("memory.high"), File("memory.low"));
        (_swap, _events, _stat) = (File("memory.swap.current"), File("memory.events"), File("memory.stat"));
    }

    public override void Read(Host host, string group, SnapshotBuilder into)
    {
        var (usage, limit) = (_current.Number(host), _max.Number(host));
        Add(into, "cgroup.memory.usage", usage, group);
        Add(into, "cgroup.memory.limit", limit, group);
        if (limit > 0) Add(into, "cgroup.memory.utilization", usage / limit, group);
        Add(into, "cgroup.memory.high", _high.Number(host), group);
        Add(into, "cgroup.memory.low", _low.Number(host), group);
        Add(into, "cgroup.memory.swap", _swap.Number(host), group);
        Take(host, _events, _tables.MemoryEventsV2, group, into);
        Take(host, _stat, _tables.MemoryV2, group, into);
    }
}
