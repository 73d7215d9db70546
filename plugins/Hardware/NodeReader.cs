using Kernward.Machine;

namespace Kernward.Plugins.Hardware;

/// <summary>Memory nodes (NUMA): memory that is nearer to some CPUs than to others.</summary>
internal static class NodeReader
{
    private const string Nodes = "sys/devices/system/node";

    public static IReadOnlyList<MemoryNode> Read(Host host) =>
    [
        .. from name in host.List(Nodes).ToList()
           where name.StartsWith("node", StringComparison.Ordinal)
           let number = HostTexts.Small(name[4..])
           where number is not null
           orderby number
           select ReadOne(host, number.Value),
    ];

    private static MemoryNode ReadOne(Host host, int number)
    {
        var path = $"{Nodes}/node{number}";
        var memory = host.ReadText(path + "/meminfo");
        return new MemoryNode(number, CpuList.Show(CpuList.Parse(host.Line(path + "/cpulist"))), Bytes(memory, "MemTotal:"),
            Bytes(memory, "MemFree:"),
            [.. (host.Line(path + "/distance") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(HostTexts.Small)
                .OfType<int>()]);
    }

    /// <summary><c>Node 0 MemTotal:  65536 kB</c>.</summary>
    private static long? Bytes(string? meminfo, string key)
    {
        foreach (var line in (meminfo ?? "").Split('\n'))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= 4 && words[2] == key && HostTexts.Whole(words[3]) is { } kibibytes and < long.MaxValue / 1024)
                return kibibytes * 1024;
        }
        return null;
    }
}
