using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Cgroups;

internal sealed class MemoryReaderV1 : GroupReader
{
    /// <summary>No limit is the largest number of whole pages in 63 bits, which differs by page size: anything near is none.</summary>
    private const double NoLimit = 4e18;

    private readonly GroupTables _tables;
    private readonly GroupFile _usage, _limit, _soft, _failures, _control, _stat;

    public MemoryReaderV1(string directory, GroupTables tables) : base(directory)
    {
        _tables = tables;
        (_usage, _limit) = (File("memory.usage_in_bytes"), File("memory.limit_in_bytes"));
        (_soft, _failures) = (File("memory.soft_limit_in_bytes"), File("memory.failcnt"));
        (_control, _stat) = (File("memory.oom_control"), File("memory.stat"));
    }

    public override void Read(Host host, string group, SnapshotBuilder into)
    {
        var (usage, limit) = (_usage.Number(host), _limit.Number(host));
        Add(into, "cgroup.memory.usage", usage, group);
        if (limit is > 0 and < NoLimit)
        {
            Add(into, "cgroup.memory.limit", limit, group);
            Add(into, "cgroup.memory.utilization", usage / limit, group);
        }
        if (_soft.Number(host) is < NoLimit and var soft) Add(into, "cgroup.memory.high", soft, group);
        Add(into, "cgroup.memory.limit_events", _failures.Number(host), group);
        Take(host, _control, _tables.OutOfMemoryV1, group, into);
        Take(host, _stat, _tables.MemoryV1, group, into);
    }
}
