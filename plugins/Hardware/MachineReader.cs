using Kernward.Knowledge;
using Kernward.Machine;

namespace Kernward.Plugins.Hardware;

/// <summary>What firmware, device tree and kernel say about the machine as a whole.</summary>
internal static class MachineReader
{
    private const string Firmware = "sys/class/dmi/id";

    public static MachineFacts Read(Host host, CpuInfo info, KnowledgeBase known)
    {
        var flags = info.CommonFlags();
        return new MachineFacts(
            info.Architecture, host.Line(Firmware + "/sys_vendor"),
            host.Line(Firmware + "/product_name") ?? host.Line("sys/firmware/devicetree/base/model"),
            host.Line("proc/sys/kernel/osrelease"), IsVirtual(host, info.Architecture, flags),
            [.. known.CpuFeatures.Where(feature => feature.Architecture == info.Architecture && feature.Flags.Any(flags.Contains))],
            host.Line("sys/devices/system/cpu/online"), host.Line("sys/devices/system/cpu/offline"));
    }

    /// <summary>x86 has a flag for it; elsewhere only a virtual machine that wants to be known as one is.</summary>
    private static bool? IsVirtual(Host host, string? architecture, IReadOnlySet<string> flags) =>
        flags.Contains("hypervisor") || host.Line("sys/hypervisor/type") is not null ? true : architecture == "x86-64" && flags.Count > 0
            ? false : null;
}
