using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors;

/// <summary>
/// Btrfs file systems, by their first device: how much of the devices is handed out, and how full the part for the file
/// system's own records is. Source: Documentation/ABI/testing/sysfs-fs-btrfs of the kernel, and btrfs(5).
/// </summary>
internal sealed class BtrfsSensor : ISensor
{
    private const double Sector = 512;
    private const string Root = "sys/fs/btrfs";
    private static readonly string[] Kinds = ["data", "metadata", "system"];

    public string Name => "btrfs";

    public void Sample(Host host, SnapshotBuilder into)
    {
        foreach (var id in host.List(Root))
        {
            var devices = host.List($"{Root}/{id}/devices").Order(StringComparer.Ordinal).ToList();
            // Beside the file systems there is a folder of features.
            if (devices.Count == 0) continue;
            var size = devices.Sum(device => (host.ReadNumber($"{Root}/{id}/devices/{device}/size") ?? 0) * Sector);
            var handedOut = Kinds.Sum(kind => (double)(host.ReadNumber($"{Root}/{id}/allocation/{kind}/disk_total") ?? 0));
            if (size > 0) into.Add("btrfs.allocated.utilization", handedOut / size, devices[0]);
            if (host.ReadNumber($"{Root}/{id}/allocation/metadata/total_bytes") is > 0 and var total
                && host.ReadNumber($"{Root}/{id}/allocation/metadata/bytes_used") is { } used)
                into.Add("btrfs.metadata.utilization", (double)used / total, devices[0]);
        }
    }
}
