using System.Globalization;
using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Hardware;

/// <summary>
/// What sysfs says of drives without asking them: whether they are there for work, failed and timed out commands, the state of NVMe
/// controllers. A drive's own records (SMART) take commands to it, which no sensor sends.
/// </summary>
internal sealed class DiskHealthSensor : ISensor
{
    private const string Controllers = "sys/class/nvme";
    private const int MaxDevices = 128;

    private readonly Pace _pace = new();
    private readonly List<(string Metric, double Value, string Device)> _readings = [];

    public string Name => "disk-health";

    public void Sample(Host host, SnapshotBuilder into)
    {
        if (_pace.IsDue(host.Uptime)) Read(host);
        foreach (var (metric, value, device) in _readings) into.Add(metric, value, device);
    }

    private void Read(Host host)
    {
        _readings.Clear();
        foreach (var device in host.List("sys/block").Order(StringComparer.Ordinal).Take(MaxDevices))
        {
            if (host.ReadText($"sys/block/{device}/device/state") is not { } state) continue;
            _readings.Add(("disk.online", state is "running" or "live" ? 1 : 0, device));
            AddCount(host, "disk.errors", $"sys/block/{device}/device/ioerr_cnt", device);
            AddCount(host, "disk.timeouts", $"sys/block/{device}/device/iotmo_cnt", device);
        }
        foreach (var controller in host.List(Controllers).Order(StringComparer.Ordinal).Take(MaxDevices))
            if (host.ReadText($"{Controllers}/{controller}/state") is { } state)
                _readings.Add(("disk.controller.live", state == "live" ? 1 : 0, controller));
    }

    /// <summary>In hexadecimal, as SCSI has them ("0x1f").</summary>
    private void AddCount(Host host, string metric, string path, string device)
    {
        if (host.ReadText(path) is not { } text || !text.StartsWith("0x", StringComparison.Ordinal)) return;
        if (ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var count)) _readings.Add((metric, count, device));
    }
}
