using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Kernward.Plugins.Sensors.Accelerators.Nvml;

/// <summary>Asks the library about every GPU and writes down what it says, in the metrics' units: the text that <c>NvmlReport</c>
/// reads.</summary>
internal static class NvmlText
{
    private const uint CoreSensor = 0, CoreClock = 1, MemoryClock = 2, Corrected = 0, Uncorrected = 1;
    private const ulong PowerCap = 0x4, Slowdown = 0x8, SoftThermal = 0x20, HardThermal = 0x40, PowerBrake = 0x80;
    private const int MostDevices = 256;

    /// <summary>Null where the library no longer works and must be started anew.</summary>
    public static byte[]? Read(NvmlLibrary nvml)
    {
        if (nvml.DeviceCount() is not { } count) return null;
        var text = new StringBuilder();
        Line(text, "driver", nvml.Text("nvmlSystemGetDriverVersion"));
        for (uint i = 0; i < Math.Min(count, MostDevices); i++)
        {
            var device = nvml.Device(i);
            if (device == 0 || Address(nvml, device) is not { } address) continue;
            text.Append(CultureInfo.InvariantCulture, $"device {address}\n");
            Append(text, nvml, device);
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>nvmlPciInfo_t: 16 bytes of an old text, then domain, bus and slot.</summary>
    private static string? Address(NvmlLibrary nvml, nint device)
    {
        Span<byte> info = stackalloc byte[128];
        if (!nvml.Fill("nvmlDeviceGetPciInfo_v3", device, info)) return null;
        uint Part(ReadOnlySpan<byte> bytes, int index) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[(16 + 4 * index)..]);
        return $"{Part(info, 0):x4}:{Part(info, 1):x2}:{Part(info, 2):x2}.0";
    }

    private static void Append(StringBuilder text, NvmlLibrary nvml, nint device)
    {
        Line(text, "name", nvml.Text("nvmlDeviceGetName", device));
        if (IsLost(nvml, device))
        {
            text.Append("lost 1\n");
            return;
        }
        AppendMemory(text, nvml, device);
        Line(text, "hw.gpu.temperature", nvml.Number("nvmlDeviceGetTemperature", device, CoreSensor));
        Line(text, "hw.gpu.power", nvml.Number("nvmlDeviceGetPowerUsage", device) / 1e3);
        Line(text, "hw.gpu.power.limit", nvml.Number("nvmlDeviceGetEnforcedPowerLimit", device) / 1e3);
        Line(text, "hw.gpu.energy", nvml.Large("nvmlDeviceGetTotalEnergyConsumption", device) / 1e3);
        Line(text, "hw.gpu.clock", nvml.Number("nvmlDeviceGetClockInfo", device, CoreClock) * 1e6);
        Line(text, "hw.gpu.clock.max", nvml.Number("nvmlDeviceGetMaxClockInfo", device, CoreClock) * 1e6);
        Line(text, "hw.gpu.memory.clock", nvml.Number("nvmlDeviceGetClockInfo", device, MemoryClock) * 1e6);
        AppendHealth(text, nvml, device);
        foreach (var (pid, memory) in (nvml.Processes("nvmlDeviceGetComputeRunningProcesses_v3", device) ?? [])
            .Concat(nvml.Processes("nvmlDeviceGetGraphicsRunningProcesses_v3", device) ?? []).DistinctBy(process => process.Pid))
            text.Append(CultureInfo.InvariantCulture, $"process {pid} {(memory is { } bytes ? $"{bytes}" : "-")}\n");
    }

    private static void AppendMemory(StringBuilder text, NvmlLibrary nvml, nint device)
    {
        // nvmlMemory_t: total, free, used.
        Span<byte> memory = stackalloc byte[64];
        if (nvml.Fill("nvmlDeviceGetMemoryInfo", device, memory))
        {
            var (total, used) = (BinaryPrimitives.ReadUInt64LittleEndian(memory), BinaryPrimitives.ReadUInt64LittleEndian(memory[16..]));
            Line(text, "hw.gpu.memory.limit", total);
            Line(text, "hw.gpu.memory.usage", used);
            if (total > 0) Line(text, "hw.gpu.memory.utilization", used / (double)total);
        }
        // nvmlUtilization_t: of the cores and of the memory, in percent of the time.
        Span<byte> busy = stackalloc byte[64];
        if (!nvml.Fill("nvmlDeviceGetUtilizationRates", device, busy)) return;
        Line(text, "hw.gpu.utilization", BinaryPrimitives.ReadUInt32LittleEndian(busy) / 100.0);
        Line(text, "hw.gpu.memory.activity", BinaryPrimitives.ReadUInt32LittleEndian(busy[4..]) / 100.0);
    }

    private static void AppendHealth(StringBuilder text, NvmlLibrary nvml, nint device)
    {
        Line(text, "hw.gpu.errors.corrected", nvml.Errors(device, Corrected));
        Line(text, "hw.gpu.errors.uncorrected", nvml.Errors(device, Uncorrected));
        if (nvml.RemappedRows(device) is { } rows)
        {
            Line(text, "hw.gpu.memory.remap.rows", rows.Corrected + (double)rows.Uncorrected);
            Line(text, "hw.gpu.memory.remap.pending", rows.Pending);
            Line(text, "hw.gpu.memory.remap.failed", rows.Failed);
        }
        // Called by another name from driver 535 on; the old one stays.
        var told = nvml.Large("nvmlDeviceGetCurrentClocksEventReasons", device)
            ?? nvml.Large("nvmlDeviceGetCurrentClocksThrottleReasons", device);
        if (told is not { } reasons) return;
        Line(text, "hw.gpu.throttle.power", (reasons & PowerCap) != 0 ? 1 : 0);
        Line(text, "hw.gpu.throttle.thermal", (reasons & (SoftThermal | HardThermal)) != 0 ? 1 : 0);
        // The alarm for heat is one of the alarms of the board, and is counted as heat alone.
        Line(text, "hw.gpu.throttle.hardware", (reasons & PowerBrake) != 0 || (reasons & (Slowdown | HardThermal)) == Slowdown ? 1 : 0);
    }

    /// <summary>A GPU that has fallen off its bus still has a handle, and answers every question with the same code.</summary>
    private static bool IsLost(NvmlLibrary nvml, nint device) =>
        nvml.Result("nvmlDeviceGetTemperature", device, CoreSensor) == NvmlLibrary.GpuIsLost;

    private static void Line(StringBuilder text, string key, double? value)
    {
        if (value is { } known) text.Append(CultureInfo.InvariantCulture, $"{key} {known:R}\n");
    }

    private static void Line(StringBuilder text, string key, string? value)
    {
        if (value is not null) text.Append(CultureInfo.InvariantCulture, $"{key} {value.ReplaceLineEndings(" ")}\n");
    }
}
