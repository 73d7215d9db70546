using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Cgroups;

/// <summary>v2: "default 100", and a line for each device that differs. v1: a number, of another scale.</summary>
internal sealed class IoWeightReader : GroupReader
{
    private readonly GroupFile _weight;
    private readonly bool _isV2;

    public IoWeightReader(string directory, bool isV2) : base(directory, Tempo.Setting) =>
        (_weight, _isV2) = (File(isV2 ? "io.weight" : "blkio.weight"), isV2);

    protected override void Read(Host host, string group, SnapshotBuilder into)
    {
        if (!_weight.TryRead(host, out var content)) return;
        var fields = new Fields(SmallFiles.FirstLine(content));
        if (!_isV2) into.Add("cgroup.io.weight", CgroupWeights.FromBlockWeight(fields.Number()), group);
        else if (fields.Text().SequenceEqual("default"u8)) into.Add("cgroup.io.weight", fields.Number(), group);
    }
}
