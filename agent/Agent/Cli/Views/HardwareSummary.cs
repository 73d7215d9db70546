using Kernward.Knowledge;
using Kernward.Measurement;
using Kernward.Plugins.Hardware;

namespace Kernward.Cli.Views;

/// <summary>An inventory in one sentence.</summary>
internal static class HardwareSummary
{
    public static string Of(Inventory inventory)
    {
        var sockets = inventory.Processors.Select(processor => processor.Socket).OfType<int>().Distinct().Count();
        var cores = inventory.Processors.All(processor => processor.Cores is not null)
            ? inventory.Processors.Sum(processor => processor.Cores ?? 0) : 0;
        var memory = inventory.Nodes.Sum(node => (double)(node.MemoryTotal ?? 0));
        string?[] parts =
        [
            Count(sockets, "socket"), Count(cores, "core"), Count(inventory.Processors.Sum(processor => processor.CpuCount), "CPU"),
            memory > 0 ? $"{Units.Show(memory, "By")} of memory on {Count(inventory.Nodes.Count, "node")}" : null,
            .. inventory.Devices.Where(device => device is { IsVirtualFunction: false, Kind: not DeviceKind.Display })
                .GroupBy(device => device.Kind).OrderBy(group => group.Key).Select(group => Count(group.Count(), Name(group.Key))),
        ];
        var warnings = inventory.Warnings.Count > 0 ? $"; {Count(inventory.Warnings.Count, "warning")}" : "";
        return string.Join(", ", parts.OfType<string>()) + warnings + ".";
    }

    public static string Name(DeviceKind kind) => kind switch
    {
        DeviceKind.Gpu => "GPU",
        DeviceKind.Npu => "NPU",
        DeviceKind.Dpu => "DPU",
        DeviceKind.Fpga => "FPGA",
        DeviceKind.RdmaNic => "RDMA card",
        DeviceKind.Nic => "network card",
        DeviceKind.Display => "screen",
        _ => "accelerator",
    };

    public static string Plural(int count, string what) => count == 1 ? what : what + "s";

    private static string? Count(int count, string what) => count > 0 ? $"{count} {Plural(count, what)}" : null;
}
