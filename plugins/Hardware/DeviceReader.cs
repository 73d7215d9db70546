using Kernward.Knowledge;
using Kernward.Machine;

namespace Kernward.Plugins.Hardware;

/// <summary>Accelerators and network cards: on PCI by their numbers, on a chip by their drivers.</summary>
internal sealed class DeviceReader(Host host, KnowledgeBase known)
{
    /// <summary>Directories of a device in which the kernel says what it calls it.</summary>
    private static readonly string[] NameClasses = ["drm", "accel", "infiniband", "infiniband_verbs", "net", "fpga_manager", "fpga_region"];

    /// <summary>Classes whose devices need not be on PCI, with the beginning of the names that count.</summary>
    private static readonly (string Class, string Prefix)[] ChipClasses = [("drm", "card"), ("accel", "accel"), ("fpga_manager", "fpga")];

    public IReadOnlyList<Device> Read()
    {
        var all = PciReader.ReadAll(host);
        var wanted = all.Select(device => (Device: device,
            Model: known.Devices.FirstOrDefault(model => model.Fits(device.Vendor, device.Id, device.Class))))
            .Where(found => found.Model is not null).ToList();
        var (ports, groups) = wanted.Count > 0 ? (PciReader.Ports(host, all), Groups()) : (null!, null!);
        return
        [
            .. wanted.Select(found => Describe(found.Device, found.Model!,
                ports.GetValueOrDefault((found.Device.Address.Domain, found.Device.Address.Bus)), groups)),
            .. ChipClasses.SelectMany(kind => OnChip(kind.Class, kind.Prefix)),
        ];
    }

    private Device Describe(PciDevice device, DeviceModel model, PciDevice? port, IReadOnlyDictionary<string, int> groups)
    {
        var address = device.Address.ToString();
        var uevent = host.ReadText(device.Path + "/uevent");
        var nvidia = model.VendorName == "NVIDIA" ? host.ReadText($"proc/driver/nvidia/gpus/{address}/information") : null;
        var names = Names(device.Path, nvidia);
        return new Device
        {
            Address = address,
            Kind = model.Kind == DeviceKind.Nic && host.List(device.Path + "/infiniband").Count > 0 ? DeviceKind.RdmaNic : model.Kind,
            Vendor = model.VendorName.Length > 0 ? model.VendorName : null,
            Family = model.Family.Length > 0 ? model.Family : null,
            Model = Value(nvidia, "Model:") ?? host.Line(device.Path + "/product_name"),
            PciId = $"{device.Vendor:x4}:{device.Id:x4}",
            PciClass = device.Class,
            Driver = HostTexts.Field(uevent, "DRIVER"),
            Node = host.Small(device.Path + "/numa_node"),
            IommuGroup = groups.TryGetValue(address, out var group) ? group : null,
            Link = PciReader.Link(host, device, port),
            IsVirtualFunction = host.List(device.Path + "/physfn").Count > 0,
            VirtualFunctions = host.Small(device.Path + "/sriov_totalvfs") > 0 ? host.Small(device.Path + "/sriov_numvfs") : null,
            Names = names,
            Ports = PortReader.Read(host, device.Path),
        };
    }

    private List<string> Names(string path, string? nvidia)
    {
        var names = NameClasses.SelectMany(kind => host.List($"{path}/{kind}").ToList()).ToList();
        // A virtual card is the bus of a virtual device, which has the name.
        foreach (var inner in host.List(path).Where(name => IsNumbered(name, "virtio")).ToList())
            names.AddRange(host.List($"{path}/{inner}/net"));
        // Engines of the data streaming accelerator stand in the device's own directory.
        names.AddRange(host.List(path).Where(name => IsNumbered(name, "dsa") || IsNumbered(name, "iax")).ToList());
        if (Value(nvidia, "Device Minor:") is { } minor) names.Add("nvidia" + minor);
        return [.. names.Where(name => !name.StartsWith("controlD", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal)];
    }

    private IEnumerable<Device> OnChip(string kind, string prefix)
    {
        foreach (var name in host.List("sys/class/" + kind).ToList().Where(name => IsNumbered(name, prefix)).Order(StringComparer.Ordinal))
        {
            var uevent = host.ReadText($"sys/class/{kind}/{name}/device/uevent");
            if (uevent is null || HostTexts.Field(uevent, "PCI_SLOT_NAME") is not null) continue;
            var driver = HostTexts.Field(uevent, "DRIVER");
            if (driver is null || known.Devices.FirstOrDefault(model => model.Fits(driver)) is not { } model) continue;
            yield return new Device
            {
                Address = $"{kind}/{name}", Kind = model.Kind, Driver = driver, Names = [name],
                Vendor = model.VendorName.Length > 0 ? model.VendorName : null,
                Family = model.Family.Length > 0 ? model.Family : null,
                Model = HostTexts.Field(uevent, "OF_COMPATIBLE_0"),
                Node = host.Small($"sys/class/{kind}/{name}/device/numa_node"),
            };
        }
    }

    /// <summary>Group of each address: a device only links to its group, and the groups list their devices.</summary>
    private Dictionary<string, int> Groups()
    {
        var groups = new Dictionary<string, int>();
        foreach (var group in host.List("sys/kernel/iommu_groups").ToList())
            if (HostTexts.Small(group) is { } number)
                foreach (var address in host.List($"sys/kernel/iommu_groups/{group}/devices")) groups[address] = number;
        return groups;
    }

    private static bool IsNumbered(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) && HostTexts.Small(name[prefix.Length..]) is not null;

    /// <summary><c>Model: \t\t NVIDIA H100</c>.</summary>
    private static string? Value(string? text, string key)
    {
        foreach (var line in (text ?? "").Split('\n'))
            if (line.StartsWith(key, StringComparison.Ordinal))
                return line[key.Length..].Trim() is { Length: > 0 } value ? value : null;
        return null;
    }
}
