using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Cgroups;

/// <summary>On how many CPUs the group may run, in both versions.</summary>
internal sealed class CpusetReader : GroupReader
{
    private readonly GroupFile _cpus;

    public CpusetReader(string directory, bool isV2) : base(directory, Tempo.Setting) =>
        _cpus = File(isV2 ? "cpuset.cpus.effective" : "cpuset.effective_cpus");

    protected override void Read(Host host, string group, SnapshotBuilder into)
    {
        if (_cpus.TryRead(host, out var content)) Add(into, "cgroup.cpuset.count", Count(SmallFiles.FirstLine(content)), group);
    }

    /// <summary>CPUs in a list such as <c>0-3,8</c>; null for an empty one.</summary>
    internal static double? Count(ReadOnlySpan<byte> list)
    {
        double count = 0;
        foreach (var range in list.Split((byte)','))
        {
            var part = list[range];
            if (part.IsEmpty) continue;
            var dash = part.IndexOf((byte)'-');
            double first = Fields.ParseNumber(dash < 0 ? part : part[..dash]);
            double last = dash < 0 ? first : Fields.ParseNumber(part[(dash + 1)..]);
            count += Math.Max(0, last - first + 1);
        }
        return count > 0 ? count : null;
    }
}
