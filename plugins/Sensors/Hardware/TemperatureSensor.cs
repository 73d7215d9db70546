using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Hardware;

/// <summary>
/// Temperatures of processors, boards and NVMe drives, and where each becomes critical. Read seldom: behind some is a slow bus. Left
/// out are drives that must be asked by a command, and graphics cards, which have sensors of their own. Sources: Documentation/hwmon/
/// sysfs-interface.rst, Documentation/driver-api/thermal/sysfs-api.rst.
/// </summary>
internal sealed class TemperatureSensor : ISensor
{
    private const string Zones = "sys/class/thermal", Chips = "sys/class/hwmon";
    private const int MaxProbes = 64;
    private static readonly string[] LeftOut = ["drivetemp", "amdgpu", "radeon", "nouveau", "i915", "xe", "acpitz"];

    private readonly Pace _pace = new(30);
    private readonly Pace _search = new(600);
    private readonly List<Probe> _probes = [];

    public string Name => "temperature";

    public TimeSpan Budget => TimeSpan.FromMilliseconds(20);

    public void Sample(Host host, SnapshotBuilder into)
    {
        if (_search.IsDue(host.Uptime)) Find(host);
        var due = _pace.IsDue(host.Uptime);
        foreach (var probe in _probes)
        {
            if (due) probe.Value = Read(host, probe.Path);
            if (probe.Value is not { } value) continue;
            into.Add("hw.temperature", value, probe.Subject);
            if (probe.Critical is { } critical) into.Add("hw.temperature.limit", critical, probe.Subject);
        }
    }

    private void Find(Host host)
    {
        _probes.Clear();
        _pace.Reset();
        foreach (var zone in host.List(Zones).Where(name => name.StartsWith("thermal_zone", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            Add($"{zone} {host.ReadText($"{Zones}/{zone}/type")}", $"{Zones}/{zone}/temp", CriticalOf(host, $"{Zones}/{zone}"));
        foreach (var chip in host.List(Chips).Order(StringComparer.Ordinal))
        {
            if (host.ReadText($"{Chips}/{chip}/name") is not { } name || LeftOut.Contains(name)) continue;
            foreach (var input in host.List($"{Chips}/{chip}").Where(IsInput).Order(StringComparer.Ordinal))
            {
                var probe = input[..^"_input".Length];
                var label = host.ReadText($"{Chips}/{chip}/{probe}_label") ?? probe;
                Add($"{chip} {name} {label}", $"{Chips}/{chip}/{input}", Read(host, $"{Chips}/{chip}/{probe}_crit"));
            }
        }
    }

    private static bool IsInput(string name) =>
        name.StartsWith("temp", StringComparison.Ordinal) && name.EndsWith("_input", StringComparison.Ordinal);

    private void Add(string subject, string path, double? critical)
    {
        if (_probes.Count < MaxProbes) _probes.Add(new Probe(subject, path, critical));
    }

    /// <summary>A zone has a few trip points; one of them may be of the kind critical.</summary>
    private static double? CriticalOf(Host host, string zone)
    {
        for (var i = 0; i < 12; i++)
        {
            if (host.ReadText($"{zone}/trip_point_{i}_type") is not { } kind) return null;
            if (kind == "critical") return Read(host, $"{zone}/trip_point_{i}_temp");
        }
        return null;
    }

    /// <summary>In °C; null where it is absent, or where a limit is none (0 and less).</summary>
    private static double? Read(Host host, string path)
    {
        if (!host.TryRead(path, out var content)) return null;
        var celsius = Celsius.OfMilli(Fields.ParseSigned(SmallFiles.FirstLine(content)));
        return celsius is 0 ? null : celsius;
    }

    private sealed class Probe(string subject, string path, double? critical)
    {
        public string Subject => subject;

        public string Path => path;

        public double? Critical => critical;

        public double? Value { get; set; }
    }
}
