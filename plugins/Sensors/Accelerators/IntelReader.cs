using Kernward.Machine;
using Kernward.Measurement;
using Kernward.Plugins.Hardware;

namespace Kernward.Plugins.Sensors.Accelerators;

/// <summary>One GPU of Intel through sysfs, as i915 (old and new layout) or xe shows it: clock, idle time and why it is held
/// back.</summary>
internal sealed class IntelReader : IAcceleratorReader
{
    /// <summary>Reasons by the metric that counts them; i915 writes <c>throttle_reason_pl1</c>, xe <c>throttle/reason_pl1</c>.</summary>
    private static readonly (string Metric, string[] Reasons)[] Throttles =
    [
        ("hw.gpu.throttle.power", ["pl1", "pl2", "pl4"]),
        ("hw.gpu.throttle.thermal", ["thermal", "prochot", "ratl"]),
        ("hw.gpu.throttle.hardware", ["vr_thermalert", "vr_tdc"]),
    ];

    private readonly string _subject;
    private readonly Layout? _layout;
    private readonly HwmonFiles _sensors;

    public IntelReader(Host host, PciDevice device)
    {
        _subject = device.Address.ToString();
        _layout = Layouts(host, device.Path).FirstOrDefault(layout => host.Line(layout.Clock) is not null);
        _sensors = new HwmonFiles(host, device.Path);
    }

    public void Read(Host host, SnapshotBuilder into)
    {
        _sensors.Add(host, _subject, into);
        if (_layout is null) return;
        if (host.Whole(_layout.Clock) is { } now) into.Add("hw.gpu.clock", now * 1e6, _subject);
        if (host.Whole(_layout.MaxClock) is { } max) into.Add("hw.gpu.clock.max", max * 1e6, _subject);
        if (host.Whole(_layout.Idle) is { } idle) into.Add("hw.gpu.idle_time", idle / 1e3, _subject);
        foreach (var (metric, reasons) in Throttles)
        {
            var values = reasons.Select(reason => host.Whole(_layout.Throttle + reason)).OfType<long>().ToList();
            if (values.Count > 0) into.Add(metric, values.Max() > 0 ? 1 : 0, _subject);
        }
    }

    private static IEnumerable<Layout> Layouts(Host host, string device)
    {
        yield return new Layout($"{device}/tile0/gt0/freq0/act_freq", $"{device}/tile0/gt0/freq0/rp0_freq",
            $"{device}/tile0/gt0/gtidle/idle_residency_ms", $"{device}/tile0/gt0/freq0/throttle/reason_");
        foreach (var card in host.List(device + "/drm").ToList().Where(name => name.StartsWith("card", StringComparison.Ordinal)))
        {
            var path = $"{device}/drm/{card}";
            yield return new Layout($"{path}/gt/gt0/rps_act_freq_mhz", $"{path}/gt/gt0/rps_RP0_freq_mhz", $"{path}/gt/gt0/rc6_residency_ms",
                $"{path}/gt/gt0/throttle_reason_");
            yield return new Layout($"{path}/gt_act_freq_mhz", $"{path}/gt_RP0_freq_mhz", $"{path}/power/rc6_residency_ms",
                $"{path}/throttle_reason_");
        }
    }

    /// <summary>Clocks are in MHz, idle time in ms.</summary>
    private sealed record Layout(string Clock, string MaxClock, string Idle, string Throttle);
}
