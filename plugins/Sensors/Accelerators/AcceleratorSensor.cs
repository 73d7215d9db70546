using Kernward.Machine;
using Kernward.Measurement;
using Kernward.Plugins.Hardware;

namespace Kernward.Plugins.Sensors.Accelerators;

/// <summary>
/// GPUs and their like: each vendor's own readings, and the PCIe link of each. Which there are is looked up at first and then
/// every five minutes; where there is none, nothing is read in between.
/// </summary>
internal sealed class AcceleratorSensor : ISensor
{
    private const ushort Nvidia = 0x10de, Amd = 0x1002, Intel = 0x8086;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(5);

    private TimeSpan? _looked;
    private IReadOnlyList<IAcceleratorReader> _readers = [];

    public string Name => "accelerators";

    public void Sample(Host host, SnapshotBuilder into)
    {
        if (_looked is not { } last || host.Uptime - last >= LookAgain)
        {
            _readers = Find(host);
            _looked = host.Uptime;
        }
        foreach (var reader in _readers) reader.Read(host, into);
    }

    private static IReadOnlyList<IAcceleratorReader> Find(Host host)
    {
        var devices = PciReader.ReadAll(host, IsProcessing);
        var nvidia = devices.Where(device => device.Vendor == Nvidia).Select(device => device.Address.ToString()).ToList();
        return
        [
            .. devices.Where(device => device.Vendor is Nvidia or Amd || IsIntelGpu(device)
                || device.Class.StartsWith("12", StringComparison.Ordinal))
                .Select(device => new LinkReader(device)),
            .. nvidia.Count > 0 ? new IAcceleratorReader[] { new NvidiaReader(nvidia) } : [],
            .. devices.Where(device => device.Vendor == Amd).Select(device => new AmdReader(host, device)),
            .. devices.Where(IsIntelGpu).Select(device => new IntelReader(host, device)),
        ];
    }

    /// <summary>Display controllers and processing accelerators.</summary>
    private static bool IsProcessing(string pciClass) => pciClass.StartsWith("03", StringComparison.Ordinal)
        || pciClass.StartsWith("12", StringComparison.Ordinal);

    private static bool IsIntelGpu(PciDevice device) => device.Vendor == Intel && device.Class.StartsWith("03", StringComparison.Ordinal);
}
