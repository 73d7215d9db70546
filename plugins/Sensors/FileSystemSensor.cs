using System.Text;
using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors;

/// <summary>Space and inodes of the local file systems, by mount point.</summary>
internal sealed class FileSystemSensor : ISensor
{
    public string Name => "filesystem";

    public void Sample(Host host, SnapshotBuilder into)
    {
        if (!host.TryRead("cmd/statfs.txt", out var content)) return;
        var lines = new Lines(content);
        lines.Next(out _);
        while (lines.Next(out var line))
        {
            var fields = new Fields(line);
            if (fields.Next(out var mount)) Add(ref fields, MountPath.Unescape(Encoding.UTF8.GetString(mount)), into);
        }
    }

    private static void Add(ref Fields fields, string mount, SnapshotBuilder into)
    {
        fields.Skip(1);
        double fragment = fields.Number(), total = fields.Number(), free = fields.Number(), available = fields.Number();
        double inodes = fields.Number(), inodesFree = fields.Number();
        if (fields.Number() is <= 1 and var readOnly) into.Add("system.filesystem.read_only", readOnly, mount);
        if (total <= 0 || free > total || available > total) return;
        into.Add("system.filesystem.limit", total * fragment, mount);
        into.Add("system.filesystem.free", free * fragment, mount);
        into.Add("system.filesystem.available", available * fragment, mount);
        into.Add("system.filesystem.utilization", (total - free) / Math.Max(1, total - free + available), mount);
        if (inodes <= 0 || inodesFree > inodes) return;
        into.Add("system.filesystem.inodes.limit", inodes, mount);
        into.Add("system.filesystem.inodes.free", inodesFree, mount);
        into.Add("system.filesystem.inodes.utilization", (inodes - inodesFree) / inodes, mount);
    }
}
