using Kernward.Plugins.Hardware;
using Kernward.Plugins.Sensors.Accelerators.Nvml;

namespace Kernward.Plugins.Sensors.Accelerators;

/// <summary>Interfaces of vendors that a live host answers as if they were files, so that a capture has them too.</summary>
public static class VendorInstruments
{
    /// <summary>Nothing is loaded before it is first read.</summary>
    public static IReadOnlyDictionary<string, Func<byte[]>> Create(TimeProvider clock) =>
        new Dictionary<string, Func<byte[]>> { [NvmlReport.Path] = new NvmlSource(clock).Read };
}
