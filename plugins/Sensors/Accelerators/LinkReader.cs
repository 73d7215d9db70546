using Kernward.Machine;
using Kernward.Measurement;
using Kernward.Plugins.Hardware;

namespace Kernward.Plugins.Sensors.Accelerators;

/// <summary>The PCIe link of one accelerator, as it is and as the device could have it.</summary>
internal sealed class LinkReader(PciDevice device) : IAcceleratorReader
{
    private readonly string _subject = device.Address.ToString();

    public void Read(Host host, SnapshotBuilder into)
    {
        Add(into, "hw.pcie.link.speed", PciReader.Speed(host, device.Path, "current"));
        Add(into, "hw.pcie.link.speed.max", PciReader.Speed(host, device.Path, "max"));
        Add(into, "hw.pcie.link.width", PciReader.Width(host, device.Path, "current"));
        Add(into, "hw.pcie.link.width.max", PciReader.Width(host, device.Path, "max"));
    }

    private void Add(SnapshotBuilder into, string metric, double? value)
    {
        if (value is { } known) into.Add(metric, known, _subject);
    }
}
