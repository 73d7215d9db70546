using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Cgroups;

internal sealed class CpuReaderV2 : GroupReader
{
    private readonly GroupTables _tables;
    private readonly GroupFile _stat, _weight, _max, _idle;

    public CpuReaderV2(string directory, GroupTables tables) : base(directory)
    {
        _tables = tables;
        (_stat, _weight, _max, _idle) = (File("cpu.stat"), File("cpu.weight"), File("cpu.max"), File("cpu.idle"));
    }

    public override void Read(Host host, string group, SnapshotBuilder into)
    {
        Take(host, _stat, _tables.CpuV2, group, into);
        Add(into, "cgroup.cpu.weight", _weight.Number(host), group);
        Add(into, "cgroup.cpu.idle", _idle.Number(host), group);
        if (!_max.TryRead(host, out var content)) return;
        var fields = new Fields(SmallFiles.FirstLine(content));
        var quota = fields.Text();
        if (quota.SequenceEqual("max"u8)) return;
        into.Add("cgroup.cpu.max", (double)Fields.ParseNumber(quota) / fields.Number(), group);
    }
}
