using Kernward.Knowledge;
using Kernward.Machine;
using Kernward.Measurement;
using Kernward.Plugins.Sensors.Accelerators;

namespace Kernward.Plugins.Hardware;

/// <summary>Takes the inventory of a host, live or recorded. It needs no rights; with root's it sees who uses what, and the
/// kernel's log.</summary>
public sealed class HardwareReader(KnowledgeBase known)
{
    public Inventory Read(Host host)
    {
        var info = CpuInfo.Read(host);
        var nodes = NodeReader.Read(host);
        var devices = new DeviceReader(host, known).Read();
        var hasNvidia = devices.Any(device => device is { Vendor: "NVIDIA", IsAccelerator: true });
        var nvml = hasNvidia ? NvmlReport.Read(host) : null;
        var users = devices.Any(device => device.IsAccelerator || device.Kind == DeviceKind.RdmaNic) ? new DeviceUserReader(host, nvml)
            : null;
        var readings = devices.Any(device => device.IsAccelerator) ? new Sampler(host, [new AcceleratorSensor()]).Sample() : null;
        var inventory = new Inventory
        {
            Machine = MachineReader.Read(host, info, known),
            Processors = new ProcessorReader(host, info, known, nodes).Read(),
            Nodes = nodes,
            Devices = [.. devices.Select(device => Complete(device, nvml, users, readings))],
            Xids = hasNvidia ? XidLog.Read(host) : null,
            NvidiaDriver = nvml?.Driver ?? (hasNvidia ? host.Line("sys/module/nvidia/version") : null),
            UnseenProcesses = users?.Unseen,
        };
        return inventory with { Warnings = new WarningFinder(known, nvml).Of(inventory) };
    }

    private static Device Complete(Device device, NvmlReport? nvml, DeviceUserReader? users, MetricSnapshot? readings) => device with
    {
        Model = device.Model ?? nvml?.Devices.GetValueOrDefault(device.Address)?.Name,
        Users = users?.Of(device) ?? [],
        Readings = readings?.All.Where(pair => pair.Key.Subject == device.Address).ToDictionary(pair => pair.Key.Name, pair => pair.Value)
            ?? new Dictionary<string, double>(),
    };
}
