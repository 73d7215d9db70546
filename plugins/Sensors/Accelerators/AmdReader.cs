using Kernward.Machine;
using Kernward.Measurement;
using Kernward.Plugins.Hardware;

namespace Kernward.Plugins.Sensors.Accelerators;

/// <summary>One GPU of AMD through sysfs, as the amdgpu driver shows it.</summary>
internal sealed class AmdReader : IAcceleratorReader
{
    private readonly string _path;
    private readonly string _subject;
    private readonly HwmonFiles _sensors;
    private readonly IReadOnlyList<string> _errorCounts;

    public AmdReader(Host host, PciDevice device)
    {
        (_path, _subject) = (device.Path, device.Address.ToString());
        _sensors = new HwmonFiles(host, device.Path);
        _errorCounts = [.. host.List(device.Path + "/ras").Where(name => name.EndsWith("_err_count", StringComparison.Ordinal))
            .Select(name => $"{device.Path}/ras/{name}")];
    }

    public void Read(Host host, SnapshotBuilder into)
    {
        void Add(string metric, double? value)
        {
            if (value is { } known) into.Add(metric, known, _subject);
        }

        Add("hw.gpu.utilization", host.Whole(_path + "/gpu_busy_percent") / 100.0);
        Add("hw.gpu.memory.activity", host.Whole(_path + "/mem_busy_percent") / 100.0);
        var (used, total) = (host.Whole(_path + "/mem_info_vram_used"), host.Whole(_path + "/mem_info_vram_total"));
        Add("hw.gpu.memory.usage", used);
        Add("hw.gpu.memory.limit", total);
        if (total > 0) Add("hw.gpu.memory.utilization", used / (double)total);
        _sensors.Add(host, _subject, into);
        var clocks = Clocks(host.ReadText(_path + "/pp_dpm_sclk"));
        Add("hw.gpu.clock", clocks.Now);
        Add("hw.gpu.clock.max", clocks.Max);
        Add("hw.gpu.memory.clock", Clocks(host.ReadText(_path + "/pp_dpm_mclk")).Now);
        AddErrors(host, Add);
    }

    /// <summary><c>ue: 0</c> and <c>ce: 3</c> of each block of the GPU.</summary>
    private void AddErrors(Host host, Action<string, double?> add)
    {
        double? corrected = null, uncorrected = null;
        foreach (var path in _errorCounts)
            foreach (var line in (host.ReadText(path) ?? "").Split('\n'))
            {
                if (line.Split(": ") is not [var kind, var text] || HostTexts.Whole(text.Trim()) is not { } count) continue;
                if (kind == "ce") corrected = (corrected ?? 0) + count;
                else if (kind == "ue") uncorrected = (uncorrected ?? 0) + count;
            }
        add("hw.gpu.errors.corrected", corrected);
        add("hw.gpu.errors.uncorrected", uncorrected);
    }

    /// <summary>Steps as <c>1: 2100Mhz *</c>, the star at the one that is in use; in Hz.</summary>
    internal static (double? Now, double? Max) Clocks(string? text)
    {
        double? now = null, max = null;
        foreach (var line in (text ?? "").Split('\n'))
        {
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [_, var step, .. var rest]
                || !step.EndsWith("Mhz", StringComparison.OrdinalIgnoreCase) || HostTexts.Whole(step[..^3]) is not { } megahertz) continue;
            if (rest is ["*"]) now = megahertz * 1e6;
            max = Math.Max(max ?? 0, megahertz * 1e6);
        }
        return (now, max);
    }
}
