using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Memory;

/// <summary>Watermarks and size of each zone, in pages, of /proc/zoneinfo. They change when somebody changes a setting.</summary>
internal sealed class ZoneMarks(NamePool names)
{
    private readonly List<Zone> _zones = [];

    public void Read(Host host)
    {
        _zones.Clear();
        if (!host.TryRead("proc/zoneinfo", out var content)) return;
        Zone? zone = null;
        var lines = new Lines(content);
        while (lines.Next(out var line))
        {
            if (line.StartsWith("Node "u8)) _zones.Add(zone = Begin(line));
            else if (zone is not null) Take(line, zone);
        }
    }

    /// <summary>A zone without a page of its own has marks of zero, which say nothing.</summary>
    public void AddTo(SnapshotBuilder into, double page)
    {
        foreach (var zone in _zones)
        {
            if (zone.Managed == 0) continue;
            into.Add("memory.zone.managed", zone.Managed * page, zone.Subject);
            into.Add("memory.zone.watermark.min", zone.Min * page, zone.Subject);
            into.Add("memory.zone.watermark.low", zone.Low * page, zone.Subject);
            into.Add("memory.zone.watermark.high", zone.High * page, zone.Subject);
        }
    }

    /// <summary>"Node 0, zone   Normal".</summary>
    private Zone Begin(ReadOnlySpan<byte> line)
    {
        var fields = new Fields(line);
        fields.Skip(1);
        var node = fields.Text().TrimEnd((byte)',');
        fields.Skip(1);
        return new Zone(ZoneSensor.Subject(names, node, fields.Text()));
    }

    /// <summary>The lists of single CPUs have lines "high: 12", with a colon, which are not the zone's.</summary>
    private static void Take(ReadOnlySpan<byte> line, Zone zone)
    {
        var fields = new Fields(line);
        if (!fields.Next(out var key) || !fields.Next(out var value)) return;
        if (key.SequenceEqual("min"u8)) zone.Min = Fields.ParseNumber(value);
        else if (key.SequenceEqual("low"u8)) zone.Low = Fields.ParseNumber(value);
        else if (key.SequenceEqual("high"u8)) zone.High = Fields.ParseNumber(value);
        else if (key.SequenceEqual("managed"u8)) zone.Managed = Fields.ParseNumber(value);
    }

    private sealed class Zone(string subject)
    {
        public string Subject => subject;

        public ulong Min { get; set; }

        public ulong Low { get; set; }

        public ulong High { get; set; }

        public ulong Managed { get; set; }
    }
}
