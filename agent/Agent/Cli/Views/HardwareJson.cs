using System.Text.Json;
using Kernward.Knowledge;
using Kernward.Plugins.Hardware;

namespace Kernward.Cli.Views;

/// <summary>An inventory as JSON: bytes, hertz and the units of the metrics; a key that is not there is not known.</summary>
internal static class HardwareJson
{
    public static void Write(Utf8JsonWriter json, Inventory inventory, KnowledgeBase known)
    {
        json.WriteStartObject();
        json.WritePropertyName("machine");
        WriteMachine(json, inventory);
        Array(json, "processors", inventory.Processors, WriteProcessor);
        Array(json, "nodes", inventory.Nodes, WriteNode);
        Array(json, "devices", inventory.Devices, WriteDevice);
        if (inventory.Xids is { } xids) Array(json, "xids", xids, (writer, xid) => WriteXid(writer, xid, known));
        Array(json, "warnings", inventory.Warnings, WriteWarning);
        Number(json, "unseen_processes", inventory.UnseenProcesses);
        json.WriteEndObject();
    }

    private static void WriteMachine(Utf8JsonWriter json, Inventory inventory)
    {
        var machine = inventory.Machine;
        json.WriteStartObject();
        Text(json, "architecture", machine.Architecture);
        Text(json, "vendor", machine.Vendor);
        Text(json, "product", machine.Product);
        Text(json, "kernel", machine.Kernel);
        if (machine.IsVirtual is { } isVirtual) json.WriteBoolean("virtual", isVirtual);
        Texts(json, "features", machine.Features.Select(feature => feature.Name));
        Text(json, "cpus_online", machine.OnlineCpus);
        Text(json, "cpus_offline", machine.OfflineCpus);
        Text(json, "nvidia_driver", inventory.NvidiaDriver);
        json.WriteEndObject();
    }

    private static void WriteProcessor(Utf8JsonWriter json, Processor processor)
    {
        Number(json, "socket", processor.Socket);
        Text(json, "vendor", processor.Vendor);
        Text(json, "model", processor.Model);
        Text(json, "kind", processor.Kind);
        Text(json, "cpus", processor.Cpus);
        Number(json, "cpu_count", processor.CpuCount);
        Number(json, "cores", processor.Cores);
        Numbers(json, "nodes", processor.Nodes);
        Number(json, "max_hz", processor.MaxHertz);
        Number(json, "min_hz", processor.MinHertz);
        Text(json, "governor", processor.Governor);
        Text(json, "frequency_driver", processor.FrequencyDriver);
        Number(json, "capacity", processor.Capacity);
        Array(json, "caches", processor.Caches, (writer, cache) =>
        {
            Number(writer, "level", cache.Level);
            Text(writer, "type", cache.Type);
            Number(writer, "size_bytes", cache.Size);
            Number(writer, "count", cache.Count);
            Number(writer, "shared_by", cache.SharedBy);
        });
    }

    private static void WriteNode(Utf8JsonWriter json, MemoryNode node)
    {
        Number(json, "node", node.Number);
        Text(json, "cpus", node.Cpus);
        Number(json, "memory_total_bytes", node.MemoryTotal);
        Number(json, "memory_free_bytes", node.MemoryFree);
        Numbers(json, "distances", node.Distances);
    }

    private static void WriteDevice(Utf8JsonWriter json, Device device)
    {
        Text(json, "address", device.Address);
        Text(json, "kind", JsonNamingPolicy.KebabCaseLower.ConvertName(device.Kind.ToString()));
        Text(json, "vendor", device.Vendor);
        Text(json, "family", device.Family);
        Text(json, "model", device.Model);
        Text(json, "pci_id", device.PciId);
        Text(json, "pci_class", device.PciClass);
        Text(json, "driver", device.Driver);
        Number(json, "node", device.Node);
        Number(json, "iommu_group", device.IommuGroup);
        if (device.IsVirtualFunction) json.WriteBoolean("virtual_function", true);
        Number(json, "virtual_functions", device.VirtualFunctions);
        if (device.Link is { } link) WriteLink(json, link);
        Texts(json, "names", device.Names);
        if (device.Ports.Count > 0)
            Array(json, "ports", device.Ports, (writer, port) =>
            {
                Text(writer, "device", port.Device);
                Number(writer, "port", port.Number);
                Text(writer, "state", port.State);
                Number(writer, "rate_bits", port.Rate);
            });
        Array(json, "users", device.Users, (writer, user) =>
        {
            Number(writer, "pid", user.Pid);
            Text(writer, "name", user.Name);
            Number(writer, "memory_bytes", user.Memory);
        });
        if (device.Readings.Count == 0) return;
        json.WriteStartObject("readings");
        foreach (var (metric, value) in device.Readings.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteNumber(metric, value);
        json.WriteEndObject();
    }

    private static void WriteLink(Utf8JsonWriter json, PciLink link)
    {
        json.WriteStartObject("link");
        Number(json, "speed_gts", link.Speed);
        Number(json, "width", link.Width);
        Number(json, "max_speed_gts", link.MaxSpeed);
        Number(json, "max_width", link.MaxWidth);
        Number(json, "slot_max_speed_gts", link.SlotSpeed);
        Number(json, "slot_max_width", link.SlotWidth);
        json.WriteEndObject();
    }

    private static void WriteXid(Utf8JsonWriter json, XidEvent xid, KnowledgeBase known)
    {
        Text(json, "address", xid.Address);
        Number(json, "code", xid.Code);
        Number(json, "since_boot_s", xid.SinceBoot);
        Number(json, "pid", xid.Pid);
        Text(json, "text", xid.Text);
        if (known.Xid(xid.Code) is not { } meaning) return;
        Text(json, "name", meaning.Name);
        Texts(json, "origins", meaning.Origins.Select(origin => origin.ToString().ToLowerInvariant()));
        Text(json, "immediate", meaning.Immediate);
        Text(json, "later", meaning.Later);
    }

    private static void WriteWarning(Utf8JsonWriter json, HardwareWarning warning)
    {
        Text(json, "code", warning.Code);
        Text(json, "device", warning.Device.Length > 0 ? warning.Device : null);
        Text(json, "text", warning.Text);
    }

    private static void Array<T>(Utf8JsonWriter json, string key, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(key);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter json, string key, IEnumerable<string> texts)
    {
        json.WriteStartArray(key);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void Numbers(Utf8JsonWriter json, string key, IEnumerable<int> numbers)
    {
        json.WriteStartArray(key);
        foreach (var number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter json, string key, string? text)
    {
        if (text is not null) json.WriteString(key, text);
    }

    private static void Number(Utf8JsonWriter json, string key, double? number)
    {
        if (number is { } known) json.WriteNumber(key, known);
    }
}
