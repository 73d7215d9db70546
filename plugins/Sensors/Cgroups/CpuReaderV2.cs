using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Cgroups;

internal sealed class CpuReaderV2 : GroupReader
{
    private readonly GroupFile _weight, _max, _idle;

    public CpuReaderV2(string directory) : base(directory, Tempo.Setting) =>
        (_weight, _max, _idle) = (File("cpu.weight"), File("cpu.max"), File("cpu.idle"));

    protected override void Read(Host host, string group, SnapshotBuilder into)
    {
        Add(into, "cgroup.cpu.weight", _weight.Number(host), group);
        Add(into, "cgroup.cpu.idle", _idle.Number(host), group);
        if (!_max.TryRead(host, out var content)) return;
        var fields = new Fields(SmallFiles.FirstLine(content));
        var quota = fields.Text();
        if (quota.SequenceEqual("max"u8)) return;
        into.Add("cgroup.cpu.max", (double)Fields.ParseNumber(quota) / fields.Number(), group);
    }
}
