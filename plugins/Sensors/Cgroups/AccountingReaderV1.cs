using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Cgroups;

/// <summary>cpuacct, which may be mounted apart from cpu.</summary>
internal sealed class AccountingReaderV1 : GroupReader
{
    private readonly GroupTables _tables;
    private readonly GroupFile _usage, _stat;

    public AccountingReaderV1(string directory, GroupTables tables) : base(directory)
    {
        _tables = tables;
        (_usage, _stat) = (File("cpuacct.usage"), File("cpuacct.stat"));
    }

    public override void Read(Host host, string group, SnapshotBuilder into)
    {
        Add(into, "cgroup.cpu.usage", _usage.Number(host) / 1e9, group);
        Take(host, _stat, _tables.AccountingV1, group, into);
    }
}
