using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors;

/// <summary>File systems that keep books of their own: the NFS client's calls, the ZFS cache. Absent on most hosts.</summary>
internal sealed class StorageClientSensor : ISensor
{
    private readonly KeyedTable _arc = new(
        ("size", "zfs.arc.size", 1), ("c_max", "zfs.arc.max", 1), ("memory_throttle_count", "zfs.arc.throttles", 1));

    public string Name => "storage-client";

    public void Sample(Host host, SnapshotBuilder into)
    {
        if (host.TryRead("proc/net/rpc/nfs", out var nfs)) AddNfs(nfs, into);
        if (host.TryRead("proc/spl/kstat/zfs/arcstats", out var arc)) AddArc(arc, into);
    }

    private static void AddNfs(ReadOnlySpan<byte> content, SnapshotBuilder into)
    {
        var lines = new Lines(content);
        while (lines.Next(out var line))
        {
            var fields = new Fields(line);
            if (!fields.Next(out var label) || !label.SequenceEqual("rpc"u8)) continue;
            into.Add("network.nfs.calls", fields.Number());
            into.Add("network.nfs.retransmissions", fields.Number());
        }
    }

    /// <summary>Two lines of header, then "name type data".</summary>
    private void AddArc(ReadOnlySpan<byte> content, SnapshotBuilder into)
    {
        _arc.Clear();
        var lines = new Lines(content);
        lines.Next(out _);
        lines.Next(out _);
        while (lines.Next(out var line))
        {
            var fields = new Fields(line);
            if (fields.Next(out var name) && fields.Next(out _) && fields.Next(out var value)) _arc.Take(name, value);
        }
        _arc.AddTo(into);
    }
}
