using Kernward.Domain;
using Kernward.Knowledge;
using Kernward.Measurement;
using Kernward.Plugins.Hardware;
using Spectre.Console;

namespace Kernward.Cli.Views;

/// <summary>A map of the machine: sockets, then each memory node with what hangs on it, then what is wrong.</summary>
internal static class HardwareView
{
    private const int MostUsers = 6;

    public static void Write(IAnsiConsole console, Inventory inventory, KnowledgeBase known)
    {
        var lines = new WrappedLines(console);
        WriteMachine(lines, inventory);
        foreach (var processor in inventory.Processors) WriteProcessor(lines, processor);
        foreach (var node in inventory.Nodes) WriteNode(lines, node, inventory);
        var elsewhere = inventory.Devices.Where(device => !inventory.Nodes.Any(node => node.Number == device.Node)).ToList();
        if (elsewhere.Count > 0)
        {
            lines.Write("bold", 0, inventory.Nodes.Count > 1 ? "Devices near no node that the kernel tells" : "Devices");
            WriteDevices(lines, elsewhere);
        }
        WriteXids(lines, inventory, known);
        if (inventory.Warnings.Count > 0) lines.Write("bold", 0, "Warnings");
        foreach (var warning in inventory.Warnings)
            lines.Write("yellow", 2, $"{(warning.Device.Length > 0 ? Shown.Safe(warning.Device) + " " : "")}{Shown.Safe(warning.Text, 300)}");
        if (inventory.UnseenProcesses > 0)
            lines.Write("dim", 0, $"{inventory.UnseenProcesses} processes could not be looked at, and may use a device too: run it as root.");
    }

    private static void WriteMachine(WrappedLines lines, Inventory inventory)
    {
        lines.Write("bold", 0, HardwareSummary.Of(inventory));
        var machine = inventory.Machine;
        lines.Write("", 0, Joined(Join(" ", machine.Vendor, machine.Product), machine.Architecture,
            machine.IsVirtual == true ? "a virtual machine" : null,
            machine.Kernel is null ? null : $"kernel {Shown.Safe(machine.Kernel)}",
            inventory.NvidiaDriver is null ? null : $"NVIDIA driver {Shown.Safe(inventory.NvidiaDriver)}"));
        if (machine.Features.Count > 0) lines.Write("dim", 0, "can: " + Joined([.. machine.Features.Select(feature => feature.Name)]));
    }

    private static void WriteProcessor(WrappedLines lines, Processor processor)
    {
        var name = Join(" ", Named(processor.Vendor, processor.Model), processor.Kind is null ? null : $"({processor.Kind} cores)");
        lines.Write("bold", 0, Join("  ", processor.Socket is { } socket ? $"Socket {socket}" : "CPUs", name));
        lines.Write("", 2, Joined(processor.Cores is { } cores ? $"{cores} {HardwareSummary.Plural(cores, "core")}" : null,
            $"CPUs {processor.Cpus}",
            processor.MaxHertz is { } max ? $"up to {Units.Show(max, "Hz")}" : null,
            processor.Governor is null ? null : $"governor {Shown.Safe(processor.Governor)}"
                + (processor.FrequencyDriver is { } driver ? $" ({Shown.Safe(driver)})" : ""),
            processor.Capacity is { } capacity and < 1024 ? $"{Units.Show(capacity / 1024.0, Units.Ratio)} of the strongest core" : null));
        if (processor.Caches.Count > 0) lines.Write("dim", 2, Joined([.. processor.Caches.Select(Cache)]));
    }

    private static string Cache(Cache cache)
    {
        var type = cache.Type switch { "data" => "d", "instruction" => "i", _ => "" };
        return $"L{cache.Level}{type} {Units.Show(cache.Size, "By")}{(cache.Count > 1 ? $" x{cache.Count}" : "")}";
    }

    private static void WriteNode(WrappedLines lines, MemoryNode node, Inventory inventory)
    {
        var memory = node.MemoryTotal is { } total
            ? Units.Show(total, "By") + (node.MemoryFree is { } free ? $", {Units.Show(free, "By")} free" : "") : null;
        var distances = node.Distances.Count > 1 ? $"distances {string.Join(' ', node.Distances)}" : null;
        lines.Write("bold", 0, Join("  ", $"Node {node.Number}", node.Cpus.Length > 0 ? $"CPUs {node.Cpus}" : "memory alone", memory,
            distances));
        WriteDevices(lines, [.. inventory.Devices.Where(device => device.Node == node.Number)]);
    }

    private static void WriteDevices(WrappedLines lines, IReadOnlyList<Device> devices)
    {
        foreach (var device in devices.Where(device => !device.IsVirtualFunction).OrderBy(device => device.Kind))
            WriteDevice(lines, device);
        var parts = devices.Count(device => device.IsVirtualFunction);
        if (parts > 0) lines.Write("dim", 2, $"and {parts} virtual {HardwareSummary.Plural(parts, "function")}");
    }

    private static void WriteDevice(WrappedLines lines, Device device)
    {
        var kind = HardwareSummary.Name(device.Kind);
        lines.Write("", 2, $"{kind}  {Shown.Safe(device.Address)}  "
            + Joined(NameOf(device), device.Driver is null ? "no driver" : Shown.Safe(device.Driver),
            Link(device.Link), device.Names.Count > 0 ? Shown.Safe(string.Join(' ', device.Names)) : null,
            Ports(device),
            device.VirtualFunctions is { } made and > 0 ? $"{made} virtual {HardwareSummary.Plural(made, "function")}" : null));
        if (Load(device) is { Length: > 0 } load) lines.Write("dim", 6, load);
        if (device.Users.Count == 0) return;
        var shown = device.Users.OrderByDescending(user => user.Memory ?? 0).Take(MostUsers).Select(user =>
            $"{Shown.Safe(user.Name.Length > 0 ? user.Name : "?")} ({user.Pid})"
                + (user.Memory is { } bytes ? $" {Units.Show(bytes, "By")}" : ""));
        var more = device.Users.Count > MostUsers ? $"{device.Users.Count - MostUsers} more" : null;
        lines.Write("", 6, "used by " + Joined([.. shown, more]));
    }

    private static string Load(Device device)
    {
        string? Show(string metric, string unit) => device.Reading(metric) is { } value ? Units.Show(value, unit) : null;
        string? Of(string metric, string limit, string unit) =>
            Show(metric, unit) is { } now ? now + (Show(limit, unit) is { } most ? $" of {most}" : "") : null;
        return Joined(Show("hw.gpu.utilization", Units.Ratio) is { } busy ? $"busy {busy}" : null,
            Of("hw.gpu.memory.usage", "hw.gpu.memory.limit", "By"),
            Of("hw.gpu.clock", "hw.gpu.clock.max", "Hz"), Of("hw.gpu.power", "hw.gpu.power.limit", "W"), Show("hw.gpu.temperature", "Cel"));
    }

    private static void WriteXids(WrappedLines lines, Inventory inventory, KnowledgeBase known)
    {
        if (inventory.Xids is not { Count: > 0 } xids) return;
        lines.Write("bold", 0, "NVIDIA's errors in the kernel's log");
        foreach (var same in xids.GroupBy(xid => (xid.Address, xid.Code)))
        {
            var meaning = known.Xid(same.Key.Code);
            lines.Write("", 2, $"Xid {same.Key.Code}  {same.Key.Address}  {(meaning is null ? "not known here" : meaning.Name)}"
                + (same.Count() > 1 ? $", {same.Count()} times" : "") + (same.Last().Pid is { } pid ? $", process {pid}" : ""));
            if (meaning is not null) lines.Write("dim", 6, $"now: {meaning.Immediate} Then: {meaning.Later}");
        }
    }

    private static string NameOf(Device device) =>
        Join(" ", Named(device.Vendor, device.Model ?? device.Family),
            device is { Vendor: null, Model: null } or { Family: null, Model: null } ? device.PciId : null);

    /// <summary>A model's name often begins with its vendor's.</summary>
    private static string Named(string? vendor, string? model) =>
        vendor is not null && model?.Contains(vendor, StringComparison.OrdinalIgnoreCase) == true ? Shown.Safe(model)
            : Join(" ", vendor, model);

    private static string? Link(PciLink? link) => link?.Width is { } width && link.Speed is { } speed
        ? $"x{width} at {speed:0.#} GT/s" : null;

    private static string Ports(Device device) => Joined([.. device.Ports.Select(port =>
        $"port {port.Number} {Shown.Safe(port.State ?? "")}"
            + (port is { State: "active", Rate: { } rate } ? $" at {Units.Show(rate, "bit/s")}" : ""))]);

    private static string Joined(params IReadOnlyList<string?> parts) => string.Join(", ", parts.Where(part => part is { Length: > 0 }));

    private static string Join(string between, params IReadOnlyList<string?> parts) =>
        string.Join(between, parts.Where(part => part is { Length: > 0 }).Select(part => Shown.Safe(part!, 400)));
}
