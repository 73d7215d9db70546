using System.Globalization;
using Kernward.Machine;

namespace Kernward.Plugins.Hardware;

/// <summary>
/// What NVIDIA's management library said, as <c>cmd/nvml.txt</c> has it: lines of <c>key value</c>, those below
/// <c>device ADDRESS</c> about that GPU. Units are those of the metrics.
/// </summary>
internal sealed class NvmlReport
{
    public const string Path = "cmd/nvml.txt";

    private const int MostDevices = 256, MostProcesses = 4096;

    private readonly Dictionary<string, NvmlDevice> _devices = [];

    public string? Driver { get; private set; }

    /// <summary>True where the library was asked and has not come back.</summary>
    public bool IsStuck { get; private set; }

    public IReadOnlyDictionary<string, NvmlDevice> Devices => _devices;

    /// <summary>Null where the driver is not loaded: the library would load it then, and who looks changes nothing.</summary>
    public static NvmlReport? Read(Host host) =>
        host.TryRead("proc/driver/nvidia/version", out _) && host.ReadText(Path) is { } text ? Parse(text) : null;

    public static NvmlReport Parse(string text)
    {
        var report = new NvmlReport();
        NvmlDevice? device = null;
        foreach (var line in text.Split('\n'))
        {
            var space = line.IndexOf(' ');
            var (key, value) = space < 0 ? (line, "") : (line[..space], line[(space + 1)..].Trim());
            if (key == "device") device = report.Add(value);
            else if (device is not null) device.Take(key, value, MostProcesses);
            else if (key == "driver") report.Driver = value;
            else if (key == "stuck") report.IsStuck = true;
        }
        return report;
    }

    /// <summary>Null for what is no address: what follows is about nothing then.</summary>
    private NvmlDevice? Add(string address) =>
        PciAddress.Parse(address) is { } parsed && _devices.Count < MostDevices ? _devices[parsed.ToString()] = new NvmlDevice() : null;
}

/// <summary>One GPU of a report.</summary>
internal sealed class NvmlDevice
{
    private readonly Dictionary<string, double> _values = [];
    private readonly Dictionary<int, long?> _processes = [];

    /// <summary>Metrics of the catalogue.</summary>
    public IReadOnlyDictionary<string, double> Values => _values;

    /// <summary>Bytes of each process; null where the driver does not say.</summary>
    public IReadOnlyDictionary<int, long?> Processes => _processes;

    public string? Name { get; private set; }

    /// <summary>True where the GPU no longer answers on its bus.</summary>
    public bool IsLost { get; private set; }

    internal void Take(string key, string value, int mostProcesses)
    {
        switch (key)
        {
            case "name": Name = value; break;
            case "lost": IsLost = true; break;
            case "process" when value.Split(' ') is [var pid, var bytes] && HostTexts.Small(pid) is { } number
                && _processes.Count < mostProcesses:
                _processes[number] = HostTexts.Whole(bytes);
                break;
            default:
                if (key.StartsWith("hw.", StringComparison.Ordinal)
                    && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var reading)
                        && double.IsFinite(reading)) _values[key] = reading;
                break;
        }
    }
}
