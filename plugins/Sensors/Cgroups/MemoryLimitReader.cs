using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Cgroups;

/// <summary>
/// A group's limit, and how full it is. Read whenever the usage moved, so that the two belong together.
/// </summary>
internal sealed class MemoryLimitReader : GroupReader
{
    private readonly GroupFile _limit;
    private readonly NumberPulse _usage;

    public MemoryLimitReader(string directory, string name, NumberPulse usage) : base(directory, Tempo.Moving) =>
        (_limit, _usage) = (File(name), usage);

    protected override void Read(Host host, string group, SnapshotBuilder into)
    {
        if (_limit.Limit(host) is not { } limit) return;
        into.Add("cgroup.memory.limit", limit, group);
        if (limit > 0) Add(into, "cgroup.memory.utilization", _usage.Value / limit, group);
    }
}
