using Kernward.Domain;
using Kernward.Execution;
using Kernward.Knowledge;
using Kernward.Machine;
using Kernward.Plugins;
using Kernward.Plugins.Actuators;
using Kernward.Policy;

namespace Kernward.Tests.Support;

/// <summary>Plain examples of what tests are about.</summary>
public static class Some
{
    public static readonly Approval Yes = new("", "root", "prompt", DateTimeOffset.UnixEpoch);

    public static KnowledgeBase Knowledge { get; } = new(
    [
        Tunable("vm.swappiness", new("int", 0, 200)) with { Refuse = new Dictionary<string, string> { ["0"] = "the OOM killer comes early" } },
        Tunable("vm.dirty_ratio", new("int", 0, 60)) with { Risk = RiskClass.R2 },
        Tunable("vm.dirty_background_ratio", new("int", 0, 50)) with { Risk = RiskClass.R2 },
        Tunable("vm.dirty_bytes", new("int", 0, 4e9, Unit: "By")) with { Risk = RiskClass.R2 },
        Tunable("vm.drop_caches", new("int", 1, 3)) with { Risk = RiskClass.R4 },
        Tunable("kernel.shmall", new("text")) with { Risk = RiskClass.R0 },
        Tunable("kernel.panic", new("int", 0, 300)) with { Risk = RiskClass.R3 },
        Tunable("net.core.somaxconn", new("int", 128, 65535)) with { Namespace = "net", MaxFactor = 64 },
        Tunable("net.ipv4.tcp_rmem", new("ints", 4096, 67108864, 3, Unit: "By")) with { Namespace = "net" },
        Tunable("net.ipv4.tcp_congestion_control", new("text")) with { Namespace = "net", Risk = RiskClass.R2 },
        Tunable("mm.thp", new("choice", Choices: ["always", "madvise", "never"])) with { Kind = "sysfs", Path = "sys/kernel/mm/thp/enabled" },
        Tunable("block.queue.scheduler", new("text")) with { Kind = "block" },
        Tunable("block.queue.nr_requests", new("int", 32, 2048)) with { Kind = "block" },
        Group("cpu.weight", new("int", 1, 10000)), Group("io.weight", new("int", 1, 10000)),
        Group("cpu.max", new("number-or-max", 0.001)), Group("pids.max", new("number-or-max", 1)),
        .. new[] { "max", "high", "low", "min" }.Select(name => Group("memory." + name, new("number-or-max", 0, Unit: "By"))),
        Group("cpuset.cpus", new("cpulist"), "narrower"), Group("io.max", new("text"), "limited"), Group("freeze", new("int", 0, 1), "higher"),
    ], [], [], [], [])
    {
        Owners = PluginKnowledge.Load().Owners,
        Constraints =
        [
            new Constraint.Chain("dirty", ["vm.dirty_background_ratio", "vm.dirty_ratio"], "an example"),
            new Constraint.Chain("parts", ["net.ipv4.tcp_rmem"], "an example"),
            new Constraint.Chain("memory", [.. new[] { "min", "low", "high", "max" }.Select(name => "cgroup.memory." + name)], "an example"),
        ],
    };

    public static ActuatorSet Tunables { get; } =
        new(Knowledge, [new SysctlActuator(), new CgroupActuator(), new BlockActuator(), new SysfsActuator()]);

    public static Tunable Tunable(string id, ValueRange value) => new()
    {
        Id = id, Kind = "sysctl", Summary = "example", Value = value, Risk = RiskClass.R1, Resource = "memory", Why = "example", Source = "example",
    };

    private static Tunable Group(string name, ValueRange value, string starves = "lower") =>
        Tunable("cgroup." + name, value) with { Kind = "cgroup", Starves = starves };

    public static FakeKernel Kernel() => new FakeKernel()
        .With("proc/sys/vm/swappiness", "60\n").With("proc/sys/vm/dirty_ratio", "20\n").With("proc/sys/vm/dirty_background_ratio", "10\n")
        .With("proc/sys/vm/drop_caches", "0\n").With("proc/sys/kernel/shmall", "18446744073692774399\n").With("proc/sys/kernel/panic", "0\n")
        .With("proc/sys/net/core/somaxconn", "128\n").With("proc/sys/net/ipv4/tcp_rmem", "4096\t131072\t6291456\n")
        .With("proc/sys/net/ipv4/tcp_congestion_control", "cubic\n").With("proc/sys/net/ipv4/tcp_available_congestion_control", "reno cubic\n")
        .WithChoice("sys/kernel/mm/thp/enabled", "always [madvise] never\n");

    /// <summary>Version 1 as systemd mounts it, with one service whose shares are no whole weight.</summary>
    public static FakeKernel WithGroups1(this FakeKernel kernel)
    {
        kernel["proc/self/mounts"] = string.Join('\n', new[] { "cpu,cpuacct", "cpuset", "memory", "pids", "blkio" }
            .Select(name => $"cgroup /sys/fs/cgroup/{name} cgroup rw,nosuid,{name} 0 0"));
        foreach (var group in new[] { "system.slice/db.service", "system.slice/backup.service", "system.slice/ssh.service" })
        {
            kernel.With($"sys/fs/cgroup/cpu,cpuacct/{group}/cpu.shares", "1000\n")
                .With($"sys/fs/cgroup/cpu,cpuacct/{group}/cpu.cfs_quota_us", "-1\n").With($"sys/fs/cgroup/cpu,cpuacct/{group}/cpu.cfs_period_us", "100000\n")
                .With($"sys/fs/cgroup/memory/{group}/memory.stat", "cache 9000000\nrss 0\ntotal_rss 5000000\n")
                .With($"sys/fs/cgroup/pids/{group}/pids.max", "max\n").With($"sys/fs/cgroup/cpuset/{group}/cpuset.cpus", "\n")
                .With($"sys/fs/cgroup/blkio/{group}/blkio.throttle.io_service_bytes", "8:0 Read 5\n8:16 Write 900\n8:16 Total 900\nTotal 905\n");
            WithLimit(kernel, $"sys/fs/cgroup/memory/{group}/memory.limit_in_bytes");
            foreach (var name in new[] { "read_bps", "write_bps", "read_iops", "write_iops" })
                WithLines(kernel, $"sys/fs/cgroup/blkio/{group}/blkio.throttle.{name}_device", "", word => word == "0");
        }
        return kernel;
    }

    /// <summary>The unified hierarchy with the same groups.</summary>
    public static FakeKernel WithGroups2(this FakeKernel kernel)
    {
        kernel["proc/self/mounts"] = "cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid 0 0\n";
        foreach (var group in new[] { "system.slice/db.service", "system.slice/backup.service", "system.slice/ssh.service" })
        {
            var root = $"sys/fs/cgroup/{group}/";
            kernel.With(root + "cpu.weight", "100\n").With(root + "cpu.max", "max 100000\n").With(root + "memory.high", "max\n")
                .With(root + "memory.low", "0\n").With(root + "memory.min", "0\n").With(root + "memory.stat", "anon 5000000\nfile 9000000\n")
                .With(root + "pids.max", "max\n").With(root + "cgroup.freeze", "0\n").With(root + "io.stat", "8:0 rbytes=5 wbytes=0\n8:16 rbytes=1 wbytes=900 rios=1\n");
            WithPages(kernel, root + "memory.max", "max\n");
            WithLines(kernel, root + "io.max", "", word => word.EndsWith("=max", StringComparison.Ordinal));
            WithLines(kernel, root + "io.weight", "default 100\n8:0 200\n", _ => false);
        }
        return kernel;
    }

    /// <summary>Version 2 as systemd 252 leaves it when no unit has a weight: services have memory and tasks counted, nothing else.</summary>
    public static FakeKernel AsBooted(this FakeKernel kernel) => kernel.With("proc/self/mounts", "cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid 0 0\n")
        .With("sys/fs/cgroup/cgroup.controllers", "cpu io memory pids\n").With("sys/fs/cgroup/cgroup.subtree_control", "cpu memory pids\n")
        .With("sys/fs/cgroup/system.slice/cgroup.subtree_control", "memory pids\n").With("sys/fs/cgroup/system.slice/web.service/memory.max", "max\n")
        .With("sys/fs/cgroup/system.slice/web.service/pids.max", "max\n");

    public static PlanDraft Plan(FakeKernel kernel) => new(kernel);

    private static void WithPages(FakeKernel kernel, string path, string content) => kernel.With(path, content)
        .Answers(path, text => text.Trim() == "max" ? "max\n" : $"{long.Parse(text) / 4096 * 4096}\n");

    private static void WithLimit(FakeKernel kernel, string path) => kernel.With(path, "9223372036854771712\n")
        .Answers(path, text => text.Trim() == "-1" ? "9223372036854771712\n" : $"{Math.Min(long.Parse(text), long.MaxValue) / 4096 * 4096}\n");

    /// <summary>A file with a line for each device, in which settings merge and a line without any goes.</summary>
    private static void WithLines(FakeKernel kernel, string path, string content, Predicate<string> isNone) => kernel.With(path, content).Answers(path, text =>
    {
        if (text.Trim('\n').Contains('\n')) throw new IOException($"{path}: write failed with EINVAL");
        var words = text.Trim().Split(' ');
        var lines = kernel[path].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).ToDictionary(line => line[0], line => line[1..]);
        var old = lines.GetValueOrDefault(words[0], []);
        var isNamed = words[1].Contains('=');
        lines[words[0]] = isNamed
            ? [.. new[] { "rbps", "wbps", "riops", "wiops" }.Select(name =>
                words.Concat(old).FirstOrDefault(word => word.StartsWith(name + "=", StringComparison.Ordinal)) ?? name + "=max")]
            : words[1..];
        return string.Concat(lines.Where(line => !line.Value.All(word => isNone(word)))
            .Select(line => $"{line.Key} {string.Join(' ', line.Value)}\n"));
    });
}
