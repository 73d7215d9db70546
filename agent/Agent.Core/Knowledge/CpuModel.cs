namespace Kernward.Knowledge;

/// <summary>
/// What the numbers of a CPU that tells no name mean: one entry of <c>knowledge/cpus.json</c>. An entry without
/// <paramref name="Part"/> names the vendor.
/// </summary>
/// <param name="Id">Unique in the file.</param>
/// <param name="Architecture"><c>arm64</c>, <c>riscv64</c>, <c>x86-64</c> or <c>loongarch64</c>.</param>
/// <param name="Vendor">What cpuinfo has for the vendor: <c>0x41</c>, <c>GenuineIntel</c>.</param>
/// <param name="Part">What cpuinfo has for the part; may be empty.</param>
/// <param name="Name">As people say it.</param>
public sealed record CpuModel(string Id, string Architecture, string Vendor, string Part, string Name);

/// <summary>An ability of CPUs that matters to workloads: one entry of <c>knowledge/cpu-features.json</c>.</summary>
/// <param name="Name">As people say it: <c>AVX-512</c>.</param>
/// <param name="Architecture">As above.</param>
/// <param name="Flags">Words of cpuinfo's flags, features or isa, of which one must be there.</param>
/// <param name="Why">What it is good for.</param>
public sealed record CpuFeature(string Name, string Architecture, IReadOnlyList<string> Flags, string Why);
