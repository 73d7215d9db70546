using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Cgroups;

/// <summary>blkio: the counters of its throttling layer, which every request passes whether there is a limit or not.</summary>
internal sealed class IoReaderV1 : GroupReader
{
    private readonly GroupFile _bytes, _bytesOwn, _operations, _operationsOwn;

    public IoReaderV1(string directory) : base(directory, Tempo.Moving)
    {
        (_bytes, _bytesOwn) = (File("blkio.throttle.io_service_bytes_recursive"), File("blkio.throttle.io_service_bytes"));
        (_operations, _operationsOwn) = (File("blkio.throttle.io_serviced_recursive"), File("blkio.throttle.io_serviced"));
    }

    protected override void Read(Host host, string group, SnapshotBuilder into)
    {
        // Kernels before 4.3 count the group alone.
        if (_bytes.TryRead(host, out var bytes) || _bytesOwn.TryRead(host, out bytes))
            AddSums(bytes, ("cgroup.io.read_bytes", "cgroup.io.write_bytes"), group, into);
        if (_operations.TryRead(host, out var operations) || _operationsOwn.TryRead(host, out operations))
            AddSums(operations, ("cgroup.io.read_operations", "cgroup.io.write_operations"), group, into);
    }

    /// <summary>Lines of "major:minor Read 4096", and a total that has two fields only.</summary>
    private static void AddSums(ReadOnlySpan<byte> content, (string Read, string Write) metrics, string group, SnapshotBuilder into)
    {
        double reads = 0, writes = 0;
        var lines = new Lines(content);
        while (lines.Next(out var line))
        {
            var fields = new Fields(line);
            if (!fields.Next(out _) || !fields.Next(out var kind) || !fields.Next(out var value)) continue;
            if (kind.SequenceEqual("Read"u8)) reads += Fields.ParseNumber(value);
            else if (kind.SequenceEqual("Write"u8)) writes += Fields.ParseNumber(value);
        }
        into.Add(metrics.Read, reads, group);
        into.Add(metrics.Write, writes, group);
    }
}
