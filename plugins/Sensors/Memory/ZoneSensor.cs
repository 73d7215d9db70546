using System.Numerics;
using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Memory;

/// <summary>
/// Free memory of each zone, in how large pieces it is, and the marks at which it is reclaimed. Needs <see cref="VmStatSensor"/>
/// before it, for the size of a page. Sources: proc_buddyinfo(5), proc_zoneinfo(5), mm/vmstat.c of the kernel for the index.
/// </summary>
internal sealed class ZoneSensor : ISensor
{
    private const int MaxOrders = 24;

    private readonly NamePool _names = new();
    private readonly Pace _pace = new();
    private readonly ZoneMarks _marks;

    public ZoneSensor() => _marks = new ZoneMarks(_names);

    public string Name => "zone";

    public void Sample(Host host, SnapshotBuilder into)
    {
        if (into.Get("system.memory.page_size") is not { } page) return;
        var order = HugeOrder(page, into.Get("system.memory.huge_pages.size"));
        if (host.TryRead("proc/buddyinfo", out var content))
        {
            var lines = new Lines(content);
            while (lines.Next(out var line)) AddBlocks(line, page, order, into);
        }
        if (_pace.IsDue(host.Uptime)) _marks.Read(host);
        _marks.AddTo(into, page);
    }

    /// <summary>How many times a page must be doubled to be a huge page; 2 MiB where the host does not say.</summary>
    private static int HugeOrder(double page, double? hugePage) =>
        Math.Clamp(BitOperations.Log2((ulong)Math.Max(1, (hugePage ?? 2097152) / page)), 1, MaxOrders - 1);

    /// <summary>"Node 0, zone   Normal  14962 11577 ...": free blocks of 1, 2, 4, ... pages.</summary>
    private void AddBlocks(ReadOnlySpan<byte> line, double page, int order, SnapshotBuilder into)
    {
        var fields = new Fields(line);
        if (!fields.Next(out _)) return;
        var node = fields.Text().TrimEnd((byte)',');
        fields.Skip(1);
        var subject = Subject(_names, node, fields.Text());
        double free = 0, usable = 0, blocks = 0;
        var largest = -1;
        for (var i = 0; i < MaxOrders && fields.Next(out var field); i++)
        {
            double count = Fields.ParseNumber(field);
            free += count * (1L << i);
            blocks += count;
            if (i >= order) usable += count * (1L << i);
            if (count > 0) largest = i;
        }
        into.Add("memory.zone.free", free * page, subject);
        if (largest < 0) return;
        into.Add("memory.zone.largest_order", largest, subject);
        into.Add("memory.zone.fragmentation", (free - usable) / free, subject);
        if (usable == 0) into.Add("memory.zone.fragmentation_index", 1 - ((1 + (free / (1L << order))) / blocks), subject);
    }

    /// <summary><c>node0/Normal</c>.</summary>
    internal static string Subject(NamePool names, ReadOnlySpan<byte> node, ReadOnlySpan<byte> zone)
    {
        Span<byte> text = stackalloc byte[64];
        if (4 + node.Length + 1 + zone.Length > text.Length) throw new FormatException("A zone has an absurd name.");
        "node"u8.CopyTo(text);
        node.CopyTo(text[4..]);
        text[4 + node.Length] = (byte)'/';
        zone.CopyTo(text[(5 + node.Length)..]);
        return names.Get(text[..(5 + node.Length + zone.Length)]);
    }
}
