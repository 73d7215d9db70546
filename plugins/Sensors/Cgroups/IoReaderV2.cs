using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Cgroups;

internal sealed class IoReaderV2 : GroupReader
{
    private readonly GroupFile _stat;

    public IoReaderV2(string directory) : base(directory, Tempo.Moving) => _stat = File("io.stat");

    protected override void Read(Host host, string group, SnapshotBuilder into)
    {
        if (!_stat.TryRead(host, out var content)) return;
        double readBytes = 0, writeBytes = 0, reads = 0, writes = 0;
        var lines = new Lines(content);
        while (lines.Next(out var line))
        {
            var fields = new Fields(line);
            while (fields.Next(out var field))
            {
                readBytes += After(field, "rbytes="u8);
                writeBytes += After(field, "wbytes="u8);
                reads += After(field, "rios="u8);
                writes += After(field, "wios="u8);
            }
        }
        into.Add("cgroup.io.read_bytes", readBytes, group);
        into.Add("cgroup.io.write_bytes", writeBytes, group);
        into.Add("cgroup.io.read_operations", reads, group);
        into.Add("cgroup.io.write_operations", writes, group);
    }

    private static double After(ReadOnlySpan<byte> field, ReadOnlySpan<byte> label) =>
        field.StartsWith(label) ? Fields.ParseNumber(field[label.Length..]) : 0;
}
