using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Hardware;

/// <summary>Errors of each memory module that the memory controllers report. Source: Documentation/admin-guide/ras.rst.</summary>
internal sealed class DimmSensor : ISensor
{
    private const string Controllers = "sys/devices/system/edac/mc";
    private const int MaxModules = 128;

    private readonly Pace _pace = new();
    private readonly List<(string Name, ulong Corrected, ulong Uncorrected)> _modules = [];

    public string Name => "dimm";

    public void Sample(Host host, SnapshotBuilder into)
    {
        if (_pace.IsDue(host.Uptime)) Read(host);
        foreach (var (name, corrected, uncorrected) in _modules)
        {
            into.Add("memory.dimm.errors.corrected", corrected, name);
            into.Add("memory.dimm.errors.uncorrected", uncorrected, name);
        }
    }

    private void Read(Host host)
    {
        _modules.Clear();
        foreach (var controller in host.List(Controllers).Where(name => IsNumbered(name, "mc")).Order(StringComparer.Ordinal))
            foreach (var module in host.List($"{Controllers}/{controller}").Where(name => IsNumbered(name, "dimm")).Order(StringComparer.Ordinal))
            {
                var directory = $"{Controllers}/{controller}/{module}";
                if (_modules.Count < MaxModules && host.ReadNumber(directory + "/dimm_ce_count") is { } corrected
                    && host.ReadNumber(directory + "/dimm_ue_count") is { } uncorrected)
                    _modules.Add(($"{controller}/{module}", corrected, uncorrected));
            }
    }

    private static bool IsNumbered(string name, string prefix) =>
        name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.Ordinal) && char.IsAsciiDigit(name[prefix.Length]);
}
