using System.Text;
using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors;

/// <summary>
/// Block devices, partitions left out, and those that were never used. Source: Documentation/admin-guide/iostats.rst.
/// </summary>
internal sealed class DiskSensor : ISensor
{
    /// <summary>The kernel counts in sectors of 512 bytes whatever the device's own sector is.</summary>
    private const double Sector = 512;

    private const double Millisecond = 0.001;

    private readonly Dictionary<string, double?> _rotational = new(StringComparer.Ordinal);
    private HashSet<string> _devices = [];

    public string Name => "disk";

    public void Sample(Host host, SnapshotBuilder into)
    {
        _devices = new HashSet<string>(host.List("sys/block"), StringComparer.Ordinal);
        var used = new List<string>();
        if (!host.TryRead("proc/diskstats", out var content)) return;
        var lines = new Lines(content);
        while (lines.Next(out var line))
        {
            var fields = new Fields(line);
            if (!fields.Next(out _)) continue;
            fields.Skip(1);
            var name = Encoding.UTF8.GetString(fields.Text());
            // Without sysfs nothing tells partitions from devices, and all are better than none.
            if ((_devices.Count == 0 || _devices.Contains(name)) && AddCounters(ref fields, name, into)) used.Add(name);
        }
        foreach (var name in used) AddFacts(host, name, into);
    }

    /// <summary>False for a device that never completed an operation: loop devices and the like, by the dozen.</summary>
    private static bool AddCounters(ref Fields fields, string name, SnapshotBuilder into)
    {
        Span<ulong> value = stackalloc ulong[17];
        for (var i = 0; i < value.Length; i++) value[i] = i < 11 ? fields.Number() : fields.NumberOrZero();
        if (value[0] == 0 && value[4] == 0) return false;
        into.Add("disk.operations.read", value[0], name);
        into.Add("disk.merged.read", value[1], name);
        into.Add("disk.io.read", value[2] * Sector, name);
        into.Add("disk.operation_time.read", value[3] * Millisecond, name);
        into.Add("disk.operations.write", value[4], name);
        into.Add("disk.merged.write", value[5], name);
        into.Add("disk.io.write", value[6] * Sector, name);
        into.Add("disk.operation_time.write", value[7] * Millisecond, name);
        into.Add("disk.in_flight", value[8], name);
        into.Add("disk.io_time", value[9] * Millisecond, name);
        into.Add("disk.weighted_io_time", value[10] * Millisecond, name);
        into.Add("disk.operations.discard", value[11], name);
        into.Add("disk.operations.flush", value[15], name);
        into.Add("disk.operation_time.flush", value[16] * Millisecond, name);
        into.Add("disk.operations.total", (double)value[0] + value[4], name);
        into.Add("disk.operation_time.total", ((double)value[3] + value[7]) * Millisecond, name);
        return true;
    }

    private void AddFacts(Host host, string name, SnapshotBuilder into)
    {
        if (!_rotational.TryGetValue(name, out var rotational))
            _rotational[name] = rotational = host.ReadNumber($"sys/block/{name}/queue/rotational");
        if (rotational is { } spins) into.Add("disk.rotational", spins, name);
        if (host.ReadNumber($"sys/block/{name}/queue/read_ahead_kb") is { } ahead) into.Add("disk.read_ahead", ahead * 1024.0, name);
        if (host.TryRead($"sys/block/{name}/queue/scheduler", out var scheduler))
            into.Add("disk.scheduler.none", IsNone(SmallFiles.FirstLine(scheduler)) ? 1 : 0, name);
        if (name.StartsWith("md", StringComparison.Ordinal) && host.ReadNumber($"sys/block/{name}/md/degraded") is { } missing)
            into.Add("disk.raid.degraded", missing, name);
    }

    /// <summary>The chosen one is in brackets, unless there is only one to choose from.</summary>
    private static bool IsNone(ReadOnlySpan<byte> schedulers) => schedulers.IndexOf("[none]"u8) >= 0 || schedulers.SequenceEqual("none"u8);
}
