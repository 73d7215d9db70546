using Kernward.Machine;
using Kernward.Measurement;
using Kernward.Plugins.Hardware;

namespace Kernward.Plugins.Sensors.Accelerators;

/// <summary>NVIDIA's GPUs through the vendor's library, and their errors in the kernel's log.</summary>
internal sealed class NvidiaReader(IReadOnlyList<string> addresses) : IAcceleratorReader
{
    /// <summary>The log is copied whole to be searched.</summary>
    private readonly Pace _logPace = new();

    private IReadOnlyDictionary<string, List<string>>? _groups;

    public void Read(Host host, SnapshotBuilder into)
    {
        foreach (var (address, device) in NvmlReport.Read(host)?.Devices ?? new Dictionary<string, NvmlDevice>())
        {
            foreach (var (metric, value) in device.Values) into.Add(metric, value, address);
            into.Add("hw.gpu.lost", device.IsLost ? 1 : 0, address);
            if (!device.IsLost) into.Add("hw.gpu.processes", device.Processes.Count, address);
        }
        if (_logPace.IsDue(host.Uptime)) _groups = ReadLog(host);
        if (_groups is null) return;
        foreach (var address in addresses)
        {
            var groups = _groups.GetValueOrDefault(address) ?? [];
            into.Add("hw.gpu.xid.count", groups.Count, address);
            foreach (var group in XidGroups.All) into.Add("hw.gpu.xid." + group, groups.Count(found => found == group), address);
        }
    }

    /// <summary>The group of each error, by GPU; null where the log may not be read.</summary>
    private static Dictionary<string, List<string>>? ReadLog(Host host) => XidLog.ReadRecent(host)?.GroupBy(xid => xid.Address)
        .ToDictionary(group => group.Key, group => group.Select(xid => XidGroups.Of(xid.Code)).ToList());
}
