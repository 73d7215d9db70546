using Kernward.Knowledge;

namespace Kernward.Plugins.Hardware;

/// <summary>What a machine is made of, as far as it shows: what is absent is absent, never zero.</summary>
public sealed record Inventory
{
    public required MachineFacts Machine { get; init; }

    /// <summary>A line for each kind of core of each socket.</summary>
    public required IReadOnlyList<Processor> Processors { get; init; }

    /// <summary>Nodes of memory, with the CPUs that are near; none where the kernel knows of no such thing.</summary>
    public required IReadOnlyList<MemoryNode> Nodes { get; init; }

    /// <summary>Accelerators and network cards, in the order of their addresses.</summary>
    public required IReadOnlyList<Device> Devices { get; init; }

    /// <summary>NVIDIA's errors in the kernel's log, oldest first; null where the log may not be read or is not asked.</summary>
    public IReadOnlyList<XidEvent>? Xids { get; init; }

    /// <summary>NVIDIA's driver, where it answers.</summary>
    public string? NvidiaDriver { get; init; }

    /// <summary>How many processes did not let themselves be looked at; null where nobody was asked.</summary>
    public int? UnseenProcesses { get; init; }

    public IReadOnlyList<HardwareWarning> Warnings { get; init; } = [];
}

/// <param name="Architecture"><c>x86-64</c>, <c>arm64</c>, <c>riscv64</c>, <c>loongarch64</c>, or what the kernel calls it.</param>
/// <param name="Vendor">Who made it, by its firmware.</param>
/// <param name="Product">What it is, by its firmware or device tree.</param>
/// <param name="Kernel">The kernel's release.</param>
/// <param name="IsVirtual">True where a CPU or the kernel says so; null where nothing says either.</param>
/// <param name="Features">Abilities of all its CPUs that matter to workloads.</param>
/// <param name="OnlineCpus">CPUs that run, as the kernel numbers them.</param>
/// <param name="OfflineCpus">CPUs that are there and switched off.</param>
public sealed record MachineFacts(
    string? Architecture, string? Vendor, string? Product, string? Kernel, bool? IsVirtual, IReadOnlyList<CpuFeature> Features,
    string? OnlineCpus, string? OfflineCpus);

/// <summary>The cores of one kind in one socket.</summary>
/// <param name="Socket">Number of the package; null where the kernel does not say.</param>
/// <param name="Vendor">Who designed the core.</param>
/// <param name="Model">Its name.</param>
/// <param name="Kind"><c>performance</c> or <c>efficiency</c> on CPUs that have both; else null.</param>
/// <param name="Cpus">Logical CPUs that run, as a list of ranges.</param>
/// <param name="CpuCount">How many.</param>
/// <param name="Cores">How many cores they belong to; null where the kernel does not say.</param>
/// <param name="Nodes">Memory nodes that they belong to.</param>
/// <param name="Caches">From the nearest to the furthest.</param>
/// <param name="MaxHertz">The highest clock; null where nothing says.</param>
/// <param name="MinHertz">The lowest.</param>
/// <param name="Governor">Who chooses the clock; all that are in use.</param>
/// <param name="FrequencyDriver">The driver below it.</param>
/// <param name="Capacity">What a core of this kind can do compared with the strongest, which has 1024.</param>
public sealed record Processor(
    int? Socket, string? Vendor, string? Model, string? Kind, string Cpus, int CpuCount, int? Cores, IReadOnlyList<int> Nodes,
    IReadOnlyList<Cache> Caches, double? MaxHertz, double? MinHertz, string? Governor, string? FrequencyDriver, int? Capacity);

/// <param name="Level">1 is nearest to the core.</param>
/// <param name="Type"><c>data</c>, <c>instruction</c> or <c>unified</c>.</param>
/// <param name="Size">Of one, in bytes.</param>
/// <param name="Count">How many there are of it among these CPUs.</param>
/// <param name="SharedBy">CPUs that share one.</param>
public sealed record Cache(int Level, string Type, long Size, int Count, int SharedBy);

/// <param name="Number">As the kernel numbers it.</param>
/// <param name="Cpus">CPUs that are near; empty for a node of memory alone.</param>
/// <param name="MemoryTotal">Bytes; null where the kernel does not say.</param>
/// <param name="MemoryFree">Bytes.</param>
/// <param name="Distances">To each node in the order of their numbers; 10 is itself.</param>
public sealed record MemoryNode(int Number, string Cpus, long? MemoryTotal, long? MemoryFree, IReadOnlyList<int> Distances);

/// <param name="Code">A word for scripts: <c>pcie-width</c>.</param>
/// <param name="Device">Address of the device; empty for the machine.</param>
/// <param name="Text">One sentence.</param>
public sealed record HardwareWarning(string Code, string Device, string Text);
