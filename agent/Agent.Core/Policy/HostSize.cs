using System.Globalization;
using Kernward.Domain;
using Kernward.Machine;

namespace Kernward.Policy;

/// <summary>How large a host is, from its own files; null where it does not say. Sizes in bytes.</summary>
internal sealed class HostSize(Host host)
{
    private const double KiB = 1024;

    public double? Ram => Field("proc/meminfo", "MemTotal:") * KiB;

    public double? Available => Field("proc/meminfo", "MemAvailable:") * KiB;

    public double? HugePage => Field("proc/meminfo", "Hugepagesize:") * KiB;

    public double? Cores => host.ReadText("sys/devices/system/cpu/online") is { } online ? NumberList.Parse(online)?.Count : null;

    /// <summary>
    /// No file says it: free memory is known in KiB and in pages, read a moment apart, so that the nearest power of two is exact.
    /// </summary>
    public double? Page =>
        Field("proc/meminfo", "MemFree:") * KiB / Field("proc/vmstat", "nr_free_pages") is { } ratio and > 2048 and < 131072
            ? Math.Pow(2, Math.Round(Math.Log2(ratio)))
            : null;

    /// <summary>The number behind a name; the name has its colon where the file has one.</summary>
    private double? Field(string path, string name) =>
        host.ReadText(path)?.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(words => words.Length > 1 && words[0] == name) is { } found
        && double.TryParse(found[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
