using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors;

/// <summary>
/// Metrics of one PSI file, the host's or a group's. Source: Documentation/accounting/psi.rst of the kernel.
/// </summary>
internal sealed class PressureFile(string prefix, bool withLongAverages)
{
    private readonly Names _some = new(prefix + ".some");
    private readonly Names _full = new(prefix + ".full");

    /// <summary>True where the host has the file. Reading fails, and is absent, where pressure is compiled in but switched off.</summary>
    public bool Add(Host host, string path, SnapshotBuilder into)
    {
        if (!host.TryRead(path, out var content)) return false;
        Add(content, into);
        return true;
    }

    public void Add(ReadOnlySpan<byte> content, SnapshotBuilder into, string subject = "")
    {
        var lines = new Lines(content);
        while (lines.Next(out var line))
        {
            var fields = new Fields(line);
            if (fields.Next(out var kind)) AddLine(ref fields, kind.SequenceEqual("some"u8) ? _some : _full, into, subject);
        }
    }

    private void AddLine(ref Fields fields, Names names, SnapshotBuilder into, string subject)
    {
        into.Add(names.Average10, Fields.ParsePercent(After(fields.Text(), "avg10="u8)), subject);
        var average60 = Fields.ParsePercent(After(fields.Text(), "avg60="u8));
        var average300 = Fields.ParsePercent(After(fields.Text(), "avg300="u8));
        into.Add(names.Time, Fields.ParseNumber(After(fields.Text(), "total="u8)) / 1e6, subject);
        if (!withLongAverages) return;
        into.Add(names.Average60, average60, subject);
        into.Add(names.Average300, average300, subject);
    }

    private static ReadOnlySpan<byte> After(ReadOnlySpan<byte> field, ReadOnlySpan<byte> label) =>
        field.StartsWith(label) ? field[label.Length..] : throw new FormatException("A pressure file is not as expected.");

    private sealed class Names(string kind)
    {
        public string Time { get; } = kind + ".time";

        public string Average10 { get; } = kind + ".avg10";

        public string Average60 { get; } = kind + ".avg60";

        public string Average300 { get; } = kind + ".avg300";
    }
}
