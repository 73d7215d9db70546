using System.Text;
using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Memory;

/// <summary>Swap areas one by one, and what zram devices hold. Sources: proc_swaps(5), Documentation/admin-guide/blockdev/zram.rst.</summary>
internal sealed class SwapSensor : ISensor
{
    private const double KiB = 1024;

    private readonly Pace _pace = new();
    private List<(string Name, string Path)> _zram = [];

    public string Name => "swap";

    public void Sample(Host host, SnapshotBuilder into)
    {
        if (host.TryRead("proc/swaps", out var content)) AddAreas(content, into);
        if (_pace.IsDue(host.Uptime))
            _zram = [.. host.List("sys/block").Where(name => name.StartsWith("zram", StringComparison.Ordinal)).Select(name => (name, $"sys/block/{name}/mm_stat"))];
        foreach (var (name, path) in _zram)
            if (host.TryRead(path, out var stat)) AddZram(stat, name, into);
    }

    /// <summary>"Filename Type Size Used Priority", in KiB; blanks in names are escaped.</summary>
    private static void AddAreas(ReadOnlySpan<byte> content, SnapshotBuilder into)
    {
        var lines = new Lines(content);
        lines.Next(out _);
        while (lines.Next(out var line))
        {
            var fields = new Fields(line);
            if (!fields.Next(out var file)) continue;
            var name = MountPath.Unescape(Encoding.UTF8.GetString(file));
            if (name.StartsWith("/dev/", StringComparison.Ordinal)) name = name["/dev/".Length..];
            fields.Skip(1);
            into.Add("swap.area.size", fields.Number() * KiB, name);
            into.Add("swap.area.used", fields.Number() * KiB, name);
            into.Add("swap.area.priority", Fields.ParseSigned(fields.Text()), name);
        }
    }

    /// <summary>orig_data_size compr_data_size mem_used_total mem_limit mem_used_max same_pages pages_compacted huge_pages; a device that holds nothing is left out.</summary>
    private static void AddZram(ReadOnlySpan<byte> content, string name, SnapshotBuilder into)
    {
        var fields = new Fields(SmallFiles.FirstLine(content));
        double original = fields.Number(), compressed = fields.Number(), used = fields.Number(), limit = fields.Number();
        if (used <= 0) return;
        into.Add("zram.data.original", original, name);
        into.Add("zram.data.compressed", compressed, name);
        into.Add("zram.memory.used", used, name);
        if (limit > 0) into.Add("zram.memory.limit", limit, name);
        fields.Skip(1);
        into.Add("zram.pages.same", fields.Number(), name);
        fields.Skip(1);
        if (fields.Next(out var huge)) into.Add("zram.pages.incompressible", Fields.ParseNumber(huge), name);
    }
}
