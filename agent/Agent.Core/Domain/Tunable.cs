using Kernward.Knowledge;

namespace Kernward.Domain;

/// <summary>R0 observe only; R1 back at once; R2 with a watched window; R3 operator approval; R4 never written.</summary>
public enum RiskClass { R0, R1, R2, R3, R4 }

/// <summary>
/// The values a tunable takes. <paramref name="Type"/>: <c>int</c> (Min..Max), <c>ints</c> (Count of them, each Min..Max),
/// <c>choice</c> (one of Choices), <c>cpulist</c>, <c>number-or-max</c>, <c>text</c> (one of the host's own offers).
/// </summary>
public sealed record ValueRange(
    string Type, double? Min = null, double? Max = null, int Count = 1, IReadOnlyList<string>? Choices = null, string Unit = "");

/// <summary>One knob, described by data: what it is, where it lives, how far it may go, why one would touch it.</summary>
public sealed record Tunable
{
    /// <summary>Canonical name: <c>vm.swappiness</c>, <c>cgroup.cpu.weight</c>, <c>block.queue.scheduler</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Which actuator reads and writes it: <c>sysctl</c>, <c>cgroup</c>, <c>block</c>, <c>sysfs</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Relative path where the name does not give it; <c>{scope}</c> stands for the device.</summary>
    public string Path { get; init; } = "";

    public required string Summary { get; init; }

    public required ValueRange Value { get; init; }

    public required RiskClass Risk { get; init; }

    /// <summary>Largest factor between old and new value in one step; 0: no limit beyond the range.</summary>
    public double MaxFactor { get; init; }

    /// <summary>The intent's resource that it belongs to.</summary>
    public required string Resource { get; init; }

    /// <summary>Namespace in which it is private: <c>net</c>, or empty for the whole host.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>What operators call it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Metrics that show whether it is wrong.</summary>
    public IReadOnlyList<string> Signals { get; init; } = [];

    public required string Why { get; init; }

    /// <summary>When a write takes effect, where that is not at once.</summary>
    public string TakesEffect { get; init; } = "";

    /// <summary>Values refused though in range, each with the reason (<c>0</c> of tcp_syncookies).</summary>
    public IReadOnlyDictionary<string, string> Refuse { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Which change of it takes from a group: to a <c>lower</c> or <c>higher</c> number, a <c>narrower</c> list, anything
    /// <c>limited</c> (not <c>max</c>); empty for what is of no group.
    /// </summary>
    public string Starves { get; init; } = "";

    /// <summary>Which kernels have it.</summary>
    public KernelSpan Kernels { get; init; } = KernelSpan.All;

    /// <summary>What a host needs to have it, beside its kernel's version: an option of the kernel, a module, a driver.</summary>
    public string Needs { get; init; } = "";

    /// <summary>What would suit a host of this size, from <c>ram</c> (bytes), <c>cores</c> and <c>page_size</c>; null where no size says it.</summary>
    public Formula? Sizing { get; init; }

    public required string Source { get; init; }

    /// <summary>Why a host with this kernel lacks it; empty where nothing that is known keeps it from having it.</summary>
    public string WhyAbsent(string kernelRelease)
    {
        var version = KernelVersion.Parse(kernelRelease) is { } running ? Kernels.WhyAbsent(running) : "";
        return version.Length > 0 || Needs.Length == 0 ? version : $"it needs {Needs}";
    }

    /// <summary>
    /// The file that it is, relative to the root, with <c>{scope}</c> where that stands; of a group only what lies below the group:
    /// <c>{group}/cpu.weight</c>.
    /// </summary>
    public string File => Path.Length > 0 ? Path : Kind switch
    {
        "cgroup" => "{group}/" + Id["cgroup.".Length..],
        "block" => "sys/block/{scope}/" + Id["block.".Length..].Replace('.', '/'),
        _ => "proc/sys/" + Id.Replace('.', '/'),
    };
}
