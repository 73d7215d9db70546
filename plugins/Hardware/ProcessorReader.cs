using Kernward.Knowledge;
using Kernward.Machine;

namespace Kernward.Plugins.Hardware;

/// <summary>The CPUs that run, by socket and kind of core.</summary>
internal sealed class ProcessorReader(Host host, CpuInfo info, KnowledgeBase known, IReadOnlyList<MemoryNode> nodes)
{
    private const string Cpus = "sys/devices/system/cpu";

    private readonly IReadOnlyList<(int Number, HashSet<int> Cpus)> _nodes =
        [.. nodes.Select(node => (node.Number, CpuList.Parse(node.Cpus).ToHashSet()))];

    public IReadOnlyList<Processor> Read()
    {
        var online = CpuList.Parse(host.Line(Cpus + "/online"));
        if (online.Count == 0) online = [.. info.Cpus.Order()];
        var performance = CpuList.Parse(host.Line("sys/devices/cpu_core/cpus")).ToHashSet();
        var efficiency = CpuList.Parse(host.Line("sys/devices/cpu_atom/cpus")).ToHashSet();
        return
        [
            .. online.GroupBy(cpu => (Socket: Socket(cpu), Vendor: Vendor(cpu), Model: Model(cpu),
                    Kind: performance.Contains(cpu) ? "performance" : efficiency.Contains(cpu) ? "efficiency" : null))
                .OrderBy(group => group.Key.Socket ?? -1).ThenBy(group => group.First())
                .Select(group => Describe(group.Key.Socket, group.Key.Vendor, group.Key.Model, group.Key.Kind, [.. group])),
        ];
    }

    private Processor Describe(int? socket, string? vendor, string? model, string? kind, IReadOnlyList<int> cpus)
    {
        var frequency = $"{Cpus}/cpu{cpus[0]}/cpufreq";
        var governors = cpus.Select(cpu => host.Line($"{Cpus}/cpu{cpu}/cpufreq/scaling_governor")).OfType<string>().Distinct()
            .Order(StringComparer.Ordinal);
        return new Processor(socket, vendor, model, kind, CpuList.Show(cpus), cpus.Count, Cores(cpus),
            [.. _nodes.Where(node => cpus.Any(node.Cpus.Contains)).Select(node => node.Number)],
            CacheReader.Read(host, cpus),
            host.Whole(frequency + "/cpuinfo_max_freq") * 1e3, host.Whole(frequency + "/cpuinfo_min_freq") * 1e3,
            string.Join(", ", governors) is { Length: > 0 } all ? all : null, host.Line(frequency + "/scaling_driver"),
            host.Small($"{Cpus}/cpu{cpus[0]}/cpu_capacity"));
    }

    /// <summary>Threads of a core share one list of siblings; the numbers of cores need not be unique within a socket.</summary>
    private int? Cores(IReadOnlyList<int> cpus)
    {
        var siblings = cpus.Select(cpu => host.Line($"{Cpus}/cpu{cpu}/topology/thread_siblings_list")).ToList();
        return siblings.Contains(null) ? null : siblings.Distinct().Count();
    }

    private int? Socket(int cpu) => host.Small($"{Cpus}/cpu{cpu}/topology/physical_package_id")
        ?? HostTexts.Small(info.Value(cpu, "physical id", "package"));

    private string? Vendor(int cpu)
    {
        var told = VendorCode(cpu);
        return Entry(told, "")?.Name ?? told;
    }

    private string? Model(int cpu)
    {
        if (info.Value(cpu, "model name", "Model Name", "uarch", "cpu", "cpu model") is { } name) return name;
        var part = info.Value(cpu, "CPU part", "marchid");
        return part is null ? null : Entry(VendorCode(cpu), part)?.Name ?? $"part {part}";
    }

    private string? VendorCode(int cpu) => info.Value(cpu, "vendor_id", "CPU implementer", "mvendorid", "CPU Family");

    private CpuModel? Entry(string? vendor, string part) => vendor is null ? null
        : known.Cpus.FirstOrDefault(cpu => cpu.Architecture == info.Architecture && cpu.Vendor == vendor && cpu.Part == part);
}
