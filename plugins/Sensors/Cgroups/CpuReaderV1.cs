using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Cgroups;

internal sealed class CpuReaderV1 : GroupReader
{
    private readonly GroupFile _shares, _quota, _period, _idle;

    public CpuReaderV1(string directory) : base(directory, Tempo.Setting)
    {
        (_shares, _idle) = (File("cpu.shares"), File("cpu.idle"));
        (_quota, _period) = (File("cpu.cfs_quota_us"), File("cpu.cfs_period_us"));
    }

    protected override void Read(Host host, string group, SnapshotBuilder into)
    {
        if (_shares.Number(host) is { } shares) into.Add("cgroup.cpu.weight", CgroupWeights.FromShares(shares), group);
        Add(into, "cgroup.cpu.idle", _idle.Number(host), group);
        if (_quota.Signed(host) is > 0 and var quota && _period.Number(host) is > 0 and var period)
            into.Add("cgroup.cpu.max", quota / period, group);
    }
}
