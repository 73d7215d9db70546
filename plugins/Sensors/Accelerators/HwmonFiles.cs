using Kernward.Machine;
using Kernward.Measurement;
using Kernward.Plugins.Hardware;

namespace Kernward.Plugins.Sensors.Accelerators;

/// <summary>Power and temperature of a GPU where its driver shows them as sensors of the board (hwmon).</summary>
internal sealed class HwmonFiles
{
    /// <summary>Files that can hold a reading, the better one first, with how many of their units one of the metric's is.</summary>
    private static readonly (string Metric, double Divisor, string[] Files)[] Readings =
    [
        ("hw.gpu.power", 1e6, ["power1_average", "power1_input"]),
        ("hw.gpu.power.limit", 1e6, ["power1_cap", "power1_max"]),
        ("hw.gpu.energy", 1e6, ["energy1_input"]),
    ];

    private readonly List<(string Metric, double Divisor, string Path)> _found = [];
    private readonly List<(string Metric, string Path)> _temperatures = [];

    /// <summary>Looks once which files there are.</summary>
    public HwmonFiles(Host host, string device)
    {
        foreach (var name in host.List(device + "/hwmon").ToList())
        {
            var path = $"{device}/hwmon/{name}";
            var files = host.List(path).ToHashSet();
            foreach (var (metric, divisor, choices) in Readings)
                if (Array.Find(choices, files.Contains) is { } file) _found.Add((metric, divisor, $"{path}/{file}"));
            for (var i = 1; i <= 8; i++)
                if (files.Contains($"temp{i}_input") && Temperature(host.Line($"{path}/temp{i}_label"), i) is { } metric)
                    _temperatures.Add((metric, $"{path}/temp{i}_input"));
        }
    }

    public void Add(Host host, string subject, SnapshotBuilder into)
    {
        foreach (var (metric, divisor, path) in _found)
            if (host.Whole(path) is { } value) into.Add(metric, value / divisor, subject);
        foreach (var (metric, path) in _temperatures)
            if (host.Whole(path) is { } value && Celsius.OfMilli(value) is { } celsius) into.Add(metric, celsius, subject);
    }

    /// <summary>The hottest spot is what drivers throttle by; "edge" is the only one of older GPUs, and has no label on some.</summary>
    private static string? Temperature(string? label, int number) => label switch
    {
        "edge" or "pkg" => "hw.gpu.temperature",
        "junction" => "hw.gpu.temperature.hotspot",
        "mem" or "vram" => "hw.gpu.temperature.memory",
        null when number == 1 => "hw.gpu.temperature",
        _ => null,
    };
}
