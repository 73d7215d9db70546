using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Kernward.Domain;
using Kernward.Tests.Support;

namespace Kernward.Tests.Policy;

/// <summary>
/// What a host is after a plan: the files are written and then looked at as files, by limits that are spelt out here and taken
/// from no rule, no constraint and no actuator.
/// </summary>
internal sealed partial class AppliedPlan
{
    private const double Ram = 8L << 30, Page = 4096, Half = Ram / 2;

    private static readonly string[] Units = ["system.slice", "system.slice/ssh.service", "system.slice/dbus.service", "system.slice/ssh@7.service", "system.slice/kernward-worker.service", "init.scope"];

    private readonly IReadOnlyDictionary<string, string> _before;
    private readonly IReadOnlyDictionary<string, string> _after;

    public AppliedPlan(FakeKernel kernel, Plan plan)
    {
        _before = kernel.Snapshot();
        foreach (var step in plan.Steps)
        {
            var tunable = PolicyHost.Known.Tunable(step.Tunable)!;
            foreach (var edit in PolicyHost.Tunables.Edits(kernel, tunable, step.Scope, TunableValue.Parse(tunable, step.To, out _)!).Where(edit => edit.Text.Length > 0))
                kernel.Write(edit.Path, Encoding.Latin1.GetBytes(edit.Text));
        }
        _after = kernel.Snapshot();
    }

    private IEnumerable<string> Changed => _after.Keys.Where(path => _before[path] != _after[path]);

    /// <summary>Everything that is wrong with it.</summary>
    public IReadOnlyList<string> Wrongs() =>
    [
        .. Changed.Where(path => Forbidden().IsMatch(path)).Select(path => $"{path} was written"),
        .. Ascending("dirty", [.. Sys("vm/dirty_background_ratio"), .. Sys("vm/dirty_ratio")]),
        .. Ascending("dirty", [.. Sys("vm/dirty_background_bytes"), .. Sys("vm/dirty_bytes")]),
        .. Ascending("dirty time", [.. Sys("vm/dirty_writeback_centisecs"), .. Sys("vm/dirty_expire_centisecs")]),
        .. Forms("vm/dirty_ratio", "vm/dirty_bytes"), .. Forms("vm/dirty_background_ratio", "vm/dirty_background_bytes"), .. Forms("vm/overcommit_ratio", "vm/overcommit_kbytes"),
        .. new[] { "ipv4", "ipv6" }.SelectMany(family => Ascending("neighbours", [.. Enumerable.Range(1, 3).SelectMany(n => Sys($"net/{family}/neigh/default/gc_thresh{n}"))])),
        .. new[] { "tcp_rmem", "tcp_wmem", "tcp_mem", "udp_mem" }.SelectMany(name => Ascending(name, Sys("net/ipv4/" + name))),
        .. AtMost("net/ipv4/tcp_mem", Ram * 0.2 / Page), .. AtMost("net/ipv4/udp_mem", Ram * 0.125 / Page), .. AtMost("vm/nr_hugepages", Half / 2 / (2 << 20)),
        .. AtMost("vm/dirty_bytes", Ram * 0.2), .. AtMost("net/netfilter/nf_conntrack_max", Ram / 4000), .. AtMost("vm/dirty_ratio", 40),
        .. Sys("net/ipv4/ip_local_port_range") is [var first, var last] && last - first < 8191 ? ["the port range is narrow"] : Array.Empty<string>(),
        .. Sys("net/ipv4/tcp_max_tw_buckets")[0] < 32768 ? ["fewer TIME_WAIT buckets"] : Array.Empty<string>(),
        .. PolicyHost.Groups.SelectMany(group => Ascending(group, [.. new[] { "min", "low", "high", "max" }.SelectMany(name => Group(group, "memory." + name))])),
        .. Sums("memory.min", Half - Sys("vm/nr_hugepages")[0] * (2 << 20)), .. Sums("memory.low", Half),
        .. Units.SelectMany(Starved),
        .. Heavy("cpu.weight", 1), .. Heavy("cpu.shares", 1024 / 100.0), .. Heavy("io.weight", 1),
    ];

    private static IEnumerable<string> Ascending(string what, params double[] numbers)
    {
        var used = numbers.Where(number => number > 0 && !double.IsInfinity(number)).ToList();
        if (!used.SequenceEqual(used.Order())) yield return $"{what} descends: {string.Join(' ', used)}";
    }

    private IEnumerable<string> Forms(string one, string other)
    {
        var (a, b) = ("proc/sys/" + one, "proc/sys/" + other);
        if (Changed.Contains(a) && Changed.Contains(b)) yield return $"{one} and {other} were both written";
    }

    private IEnumerable<string> AtMost(string name, double most)
    {
        if (Changed.Contains("proc/sys/" + name) && Sys(name)[^1] > Math.Max(most + 1, Numbers(_before["proc/sys/" + name])[^1])) yield return $"{name} is {Sys(name)[^1]}";
    }

    /// <summary>Every two siblings and more: of one parent.</summary>
    private IEnumerable<string> Sums(string file, double most) =>
        from siblings in PolicyHost.Groups.GroupBy(one => one[..one.LastIndexOf('/')])
        let total = siblings.Sum(one => Group(one, file).LastOrDefault())
        where total > most && siblings.Any(one => Changed.Contains($"sys/fs/cgroup{one}/{file}"))
        select $"{file} below '{siblings.Key}' is {total}";

    /// <summary>Numbers that may only rise, ones that may only fall, and lists and limits that may not be touched but to lift them.</summary>
    private IEnumerable<string> Starved(string unit)
    {
        foreach (var path in Changed.Where(path => Regex.IsMatch(path, $"/{Regex.Escape(unit)}/[^/]+$")))
        {
            var (name, before, after) = (path[(path.LastIndexOf('/') + 1)..], Numbers(_before[path]), Numbers(_after[path]));
            var isFine = name switch
            {
                "cpu.idle" or "cgroup.freeze" or "memory.oom.group" => after[0] <= before[0],
                "cpuset.cpus" or "cpuset.mems" => _before[path].Trim().Length > 0 && Covers(_after[path], _before[path]),
                "io.latency" or "io.max" => _after[path].Trim() is "" or "max",
                _ when name.StartsWith("blkio.throttle", StringComparison.Ordinal) => false,
                "cpu.cfs_quota_us" => after[0] < 0 || (before[0] >= 0 && after[0] >= before[0]),
                "memory.limit_in_bytes" => after[0] < 0 || after[0] >= before[0],
                _ => after[0] >= before[0],
            };
            if (!isFine) yield return $"{path} went from {_before[path].Trim()} to {_after[path].Trim()}";
        }
    }

    private static bool Covers(string list, string other) => Cpus(other).IsSubsetOf(Cpus(list));

    private static HashSet<int> Cpus(string list) =>
        [.. list.Trim().Split(',').SelectMany(part => part.Split('-') is [var a, var b] ? Enumerable.Range(int.Parse(a), int.Parse(b) - int.Parse(a) + 1) : [int.Parse(part)])];

    private IEnumerable<string> Heavy(string file, double unit) =>
        from path in Changed
        where path.EndsWith("/" + file, StringComparison.Ordinal)
        let parent = path[..path.LastIndexOf('/')]
        let siblings = parent[..parent.LastIndexOf('/')]
        where siblings.EndsWith("system.slice", StringComparison.Ordinal) || !siblings.Contains("slice", StringComparison.Ordinal) && !siblings.Contains("lab", StringComparison.Ordinal)
        where Numbers(_after[path])[^1] > 6400 * unit
        select $"{path} is {_after[path].Trim()}";

    private double[] Sys(string name) => Numbers(_after.GetValueOrDefault("proc/sys/" + name, ""));

    private double[] Group(string group, string file) => Numbers(_after.GetValueOrDefault($"sys/fs/cgroup{group}/{file}", ""));

    private static double[] Numbers(string text) =>
    [
        .. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => word == "max" ? double.PositiveInfinity
            : double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN).Where(number => !double.IsNaN(number)),
    ];

    [GeneratedRegex("""
        randomize_va_space|rp_filter|ip_forward|/forwarding$|core_pattern|core_uses_pid|sysrq|drop_caches|compact_memory|write_cache|/fua$|/ro$|/delete$|modprobe|hotplug|kptr_restrict
        |dmesg_restrict|ptrace_scope|bpf_disabled|userns|perf_event_paranoid|protected_|suid_dumpable|tcp_timestamps|tcp_sack|window_scaling|redirects|source_route|icmp_|kexec|modules_disabled
        |mmap_|userfaultfd|bpf_jit|rt_runtime|cgroup.kill|cgroup.procs|power/state|memory_failure|panic_on_oops|kernel/hostname|printk|arp_|/etc/|sysctl_writes_strict|ctrl-alt-del|tainted|accept_ra
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Forbidden();
}
