using Kernward.Knowledge;
using Kernward.Measurement;

namespace Kernward.Plugins.Hardware;

/// <summary>What in an inventory is not as it should be, each in one sentence; the worst is not always the first.</summary>
internal sealed class WarningFinder(KnowledgeBase known, NvmlReport? nvml)
{
    public IReadOnlyList<HardwareWarning> Of(Inventory inventory) =>
    [
        .. inventory.Devices.SelectMany(device => OfDevice(device, inventory)),
        .. OfMachine(inventory),
        .. OfXids(inventory.Xids ?? []),
    ];

    private IEnumerable<HardwareWarning> OfDevice(Device device, Inventory inventory)
    {
        if (nvml?.Devices.GetValueOrDefault(device.Address)?.IsLost == true)
            yield return new HardwareWarning("gpu-lost", device.Address,
                "no longer answers on its bus: drain the machine and power cycle it (explain xid-79)");
        if (device is { Driver: null, IsVirtualFunction: false, Kind: not (DeviceKind.Display or DeviceKind.Nic) })
            yield return new HardwareWarning("no-driver", device.Address, "no driver has taken it, so nobody can use it");
        foreach (var warning in OfLink(device)) yield return warning;
        foreach (var warning in OfReadings(device)) yield return warning;
        if (device.IsAccelerator && IsFar(device, inventory.Devices))
            yield return new HardwareWarning("far-nic", device.Address,
                $"is on node {device.Node}, and no RDMA card is: its traffic to other machines crosses between the sockets");
    }

    private static IEnumerable<HardwareWarning> OfLink(Device device)
    {
        if (device.Link is not { } link) yield break;
        if (link.Width < link.MaxWidth)
            yield return new HardwareWarning("pcie-width", device.Address, $"runs on {link.Width} PCIe lanes of {link.MaxWidth}: "
                + (link.SlotWidth < link.MaxWidth ? $"its slot has only {link.SlotWidth}" : "reseat it, or look at the riser"));
        // A GPU lowers the speed of its link while it has nothing to do.
        var rests = device.Kind == DeviceKind.Gpu && !(device.Reading("hw.gpu.utilization") > 0.05);
        if (link.Speed < link.MaxSpeed && !rests)
            yield return new HardwareWarning("pcie-speed", device.Address,
                $"its PCIe link runs at {link.Speed:0.#} GT/s of {link.MaxSpeed:0.#}: "
                + (link.SlotSpeed < link.MaxSpeed ? $"its slot has only {link.SlotSpeed:0.#}"
                    : "the link was lowered after errors, or by firmware settings"));
    }

    private static IEnumerable<HardwareWarning> OfReadings(Device device)
    {
        foreach (var (reason, text) in new[] { ("thermal", "it is too hot"), ("power", "it is at its power limit"),
            ("hardware", "the board asks for it (power brake or an alarm)") })
            if (device.Reading("hw.gpu.throttle." + reason) > 0)
                yield return new HardwareWarning("throttled", device.Address, $"runs slower than it could: {text}");
        if (device.Reading("hw.gpu.errors.uncorrected") is { } errors and > 0)
            yield return new HardwareWarning("memory-errors", device.Address, $"has {Units.Show(errors, "1")} uncorrected memory errors");
        if (device.Reading("hw.gpu.memory.remap.failed") > 0)
            yield return new HardwareWarning("remap-failed", device.Address,
                "could not replace a bad row of its memory: have it replaced (explain xid-64)");
        else if (device.Reading("hw.gpu.memory.remap.pending") > 0)
            yield return new HardwareWarning("remap-pending", device.Address,
                "replaces a bad row of its memory at the next reset (explain xid-63)");
    }

    private static bool IsFar(Device device, IReadOnlyList<Device> all)
    {
        var cards = all.Where(card => card is { Kind: DeviceKind.RdmaNic or DeviceKind.Dpu, Node: not null, IsVirtualFunction: false })
            .ToList();
        return device is { Kind: DeviceKind.Gpu or DeviceKind.Npu, Node: not null } && cards.Count > 0
            && cards.TrueForAll(card => card.Node != device.Node);
    }

    private IEnumerable<HardwareWarning> OfMachine(Inventory inventory)
    {
        if (nvml?.IsStuck == true)
            yield return new HardwareWarning("nvml-stuck", "",
                "NVIDIA's driver does not answer: do not ask it again and again; drain and reset, or reboot (explain xid-119)");
        if (inventory.Machine.OfflineCpus is { Length: > 0 } offline)
            yield return new HardwareWarning("cpus-offline", "", $"CPUs {offline} are switched off");
        foreach (var node in inventory.Nodes.Where(node => node is { MemoryTotal: 0, Cpus.Length: > 0 }))
            yield return new HardwareWarning("node-without-memory", "",
                $"node {node.Number} has CPUs and no memory: all of it is far for them");
    }

    private IEnumerable<HardwareWarning> OfXids(IReadOnlyList<XidEvent> events) =>
        from xid in events
        group xid by (xid.Address, xid.Code) into same
        let meaning = known.Xid(same.Key.Code)
        where meaning is null or { IsHardware: true }
        select new HardwareWarning("xid", same.Key.Address,
            $"Xid {same.Key.Code}, {(meaning is null ? "which is not known here" : meaning.Name)}"
            + $"{(same.Count() > 1 ? $", {same.Count()} times" : "")} (explain xid-{same.Key.Code})");
}
