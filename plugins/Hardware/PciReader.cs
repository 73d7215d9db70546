using Kernward.Machine;

namespace Kernward.Plugins.Hardware;

/// <summary>Devices on PCI, and what sysfs says of one.</summary>
internal static class PciReader
{
    private const string Devices = "sys/bus/pci/devices";

    /// <summary>
    /// Those of wanted classes (all where nothing is given), in the order of their addresses: one small file of each device, and two
    /// more of each wanted one.
    /// </summary>
    public static IReadOnlyList<PciDevice> ReadAll(Host host, Func<string, bool>? isWanted = null) =>
    [
        .. host.List(Devices).ToList().Select(PciAddress.Parse).OfType<PciAddress>().Order()
            .Select(address => ReadOne(host, address, isWanted)).OfType<PciDevice>(),
    ];

    private static PciDevice? ReadOne(Host host, PciAddress address, Func<string, bool>? isWanted)
    {
        var path = $"{Devices}/{address}";
        if (host.Hex(path + "/class") is not ({ } number and <= 0xffffff) || isWanted?.Invoke($"{number:x6}") == false) return null;
        return host.Hex(path + "/vendor") is { } vendor and <= 0xffff && host.Hex(path + "/device") is { } id and <= 0xffff
            ? new PciDevice(address, path, (ushort)vendor, (ushort)id, $"{number:x6}")
            : null;
    }

    /// <summary>The link above a device; null where it has none that is known (on a virtual bus, inside a chip).</summary>
    /// <param name="host">The machine.</param>
    /// <param name="device">The device below the link.</param>
    /// <param name="port">The port above it, where it is known.</param>
    public static PciLink? Link(Host host, PciDevice device, PciDevice? port)
    {
        var link = new PciLink(Speed(host, device.Path, "current"), Width(host, device.Path, "current"), Speed(host, device.Path, "max"),
            Width(host, device.Path, "max"),
            port is null ? null : Speed(host, port.Path, "max"), port is null ? null : Width(host, port.Path, "max"));
        return link is { Speed: null, Width: null } or { MaxSpeed: null, MaxWidth: null } ? null : link;
    }

    /// <summary>Ports by the bus below them.</summary>
    public static IReadOnlyDictionary<(int Domain, int Bus), PciDevice> Ports(Host host, IEnumerable<PciDevice> devices)
    {
        var ports = new Dictionary<(int, int), PciDevice>();
        foreach (var bridge in devices.Where(device => device.IsBridge))
            if (host.Small(bridge.Path + "/secondary_bus_number") is { } bus and > 0) ports[(bridge.Address.Domain, bus)] = bridge;
        return ports;
    }

    /// <summary><c>16.0 GT/s PCIe</c>, or <c>Unknown</c>.</summary>
    internal static double? Speed(Host host, string path, string which) => HostTexts.Leading(host.Line($"{path}/{which}_link_speed"));

    /// <summary>255 stands for unknown, and a bus inside a chip has 0.</summary>
    internal static int? Width(Host host, string path, string which) =>
        host.Small($"{path}/{which}_link_width") is { } lanes and > 0 and <= 32 ? lanes : null;
}
