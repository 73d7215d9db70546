using Kernward.Machine;

namespace Kernward.Plugins.Hardware;

/// <summary>
/// /proc/cpuinfo, which every architecture writes in its own words: blocks of <c>key : value</c>, one for each CPU. Blocks without
/// a number (loongarch64 begins with one, others end with one) are of the machine.
/// </summary>
internal sealed class CpuInfo
{
    private static readonly string[] FlagKeys = ["flags", "Features", "isa"];

    private readonly Dictionary<int, Dictionary<string, string>> _cpus = [];

    private CpuInfo(string? architecture) => Architecture = architecture;

    /// <summary>As people write it; null where neither kernel nor file tells.</summary>
    public string? Architecture { get; private set; }

    public IReadOnlyCollection<int> Cpus => _cpus.Keys;

    public static CpuInfo Read(Host host) => Parse(host.ReadText("proc/cpuinfo") ?? "", host.Line("proc/sys/kernel/arch"));

    /// <param name="text">The file.</param>
    /// <param name="machine">What uname calls the architecture; null on kernels that have no file for it.</param>
    internal static CpuInfo Parse(string text, string? machine)
    {
        var info = new CpuInfo(Name(machine));
        Dictionary<string, string>? block = null;
        foreach (var line in text.Split('\n'))
        {
            var colon = line.IndexOf(':');
            if (colon <= 0) continue;
            var (key, value) = (line[..colon].Trim(), line[(colon + 1)..].Trim());
            info.Architecture ??= ByKey(key, value);
            // 32-bit Arm once wrote its name under the same key, with a capital letter.
            if (key == "processor" && HostTexts.Small(value) is { } number) info._cpus[number] = block = [];
            else block?.TryAdd(key, value);
        }
        return info;
    }

    /// <summary>The value of the first of these keys that the CPU's block has.</summary>
    public string? Value(int cpu, params ReadOnlySpan<string> keys)
    {
        if (!_cpus.TryGetValue(cpu, out var block)) return null;
        foreach (var key in keys)
            if (block.TryGetValue(key, out var value) && value.Length > 0)
                return value;
        return null;
    }

    /// <summary>What all CPUs can: flags, features, or the extensions of an isa string.</summary>
    public IReadOnlySet<string> CommonFlags()
    {
        HashSet<string>? common = null;
        foreach (var text in _cpus.Keys.Select(cpu => Value(cpu, FlagKeys) ?? "").Distinct())
        {
            var flags = Flags(text);
            if (common is null) common = flags;
            else common.IntersectWith(flags);
        }
        return common ?? [];
    }

    private static HashSet<string> Flags(string text)
    {
        if (!text.StartsWith("rv", StringComparison.Ordinal)) return [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        var parts = text.Split('_', StringSplitOptions.RemoveEmptyEntries);
        // rv64imafdcvh: letters, until the first extension with a longer name begins.
        var letters = parts[0].Skip(4).TakeWhile(letter => letter is not ('z' or 's' or 'x')).Select(letter => letter.ToString());
        return [.. letters, .. parts.Skip(1)];
    }

    private static string? Name(string? machine) => machine switch
    {
        "x86_64" => "x86-64",
        "aarch64" => "arm64",
        _ => machine,
    };

    private static string? ByKey(string key, string value) => key switch
    {
        "vendor_id" => "x86-64",
        "CPU implementer" => "arm64",
        "isa" when value.StartsWith("rv64", StringComparison.Ordinal) => "riscv64",
        "CPU Family" when value.StartsWith("Loongson-64bit", StringComparison.Ordinal) => "loongarch64",
        _ => null,
    };
}
