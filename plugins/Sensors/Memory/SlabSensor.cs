using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Memory;

/// <summary>
/// The kernel's caches of objects: the largest, and the number of memory mappings, each of which is one object. Root only, and
/// the kernel stops changes to its caches while it writes the file. Source: slabinfo(5).
/// </summary>
internal sealed class SlabSensor : ISensor
{
    private const int Largest = 10;

    private readonly NamePool _names = new();
    private readonly Pace _pace = new();
    private readonly (string Name, double Bytes)[] _top = new (string, double)[Largest];
    private int _count;
    private double? _mappings;

    public string Name => "slab";

    public void Sample(Host host, SnapshotBuilder into)
    {
        if (_pace.IsDue(host.Uptime)) Read(host);
        for (var i = 0; i < _count; i++) into.Add("memory.slab.size", _top[i].Bytes, _top[i].Name);
        if (_mappings is { } mappings) into.Add("system.memory.map_count", mappings);
    }

    /// <summary>"name active_objs num_objs objsize ...", after two lines of header.</summary>
    private void Read(Host host)
    {
        (_count, _mappings) = (0, null);
        if (!host.TryRead("proc/slabinfo", out var content)) return;
        var lines = new Lines(content);
        while (lines.Next(out var line))
        {
            if (line.StartsWith("slabinfo"u8) || line.StartsWith("#"u8)) continue;
            var fields = new Fields(line);
            if (!fields.Next(out var name)) continue;
            double active = fields.Number(), all = fields.Number(), size = fields.Number();
            if (name.SequenceEqual("vm_area_struct"u8)) _mappings = active;
            Rank(name, all * size);
        }
    }

    private void Rank(ReadOnlySpan<byte> name, double bytes)
    {
        if (bytes <= 0 || (_count == Largest && bytes <= _top[Largest - 1].Bytes)) return;
        var i = _count == Largest ? Largest - 1 : _count++;
        for (; i > 0 && _top[i - 1].Bytes < bytes; i--) _top[i] = _top[i - 1];
        _top[i] = (_names.Get(name), bytes);
    }
}
