namespace Kernward.Torture;

/// <summary>What the trees imitate: some tunables of the kernel, of a disk, and of a group on either version of control groups.</summary>
internal static class TreeKnobs
{
    public const string Group = "/system.slice/db.service";

    /// <summary>Files that say which host and boot it is, how large, and where control groups are.</summary>
    public static IReadOnlyDictionary<string, string> Surroundings(bool unified) => new Dictionary<string, string>
    {
        ["proc/sys/kernel/hostname"] = "here\n",
        ["proc/sys/kernel/random/boot_id"] = "boot-1\n",
        ["proc/meminfo"] = "MemTotal: 33554432 kB\nMemFree: 8388608 kB\nMemAvailable: 16777216 kB\nHugepagesize: 2048 kB\n",
        ["proc/vmstat"] = "nr_free_pages 524288\n",
        ["sys/devices/system/cpu/online"] = "0-3\n",
        ["proc/self/mounts"] = unified
            ? "cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n"
            : "cgroup /sys/fs/cgroup/cpu cgroup rw,cpu 0 0\ncgroup /sys/fs/cgroup/pids cgroup rw,pids 0 0\n",
        [unified ? "sys/fs/cgroup/cgroup.controllers" : "sys/fs/cgroup/cpu" + Group + "/cpu.cfs_period_us"] = unified ? "cpu pids\n" : "100000\n",
    };

    /// <summary>Any value can be reached from any other in one step without leaving the factor that the catalogue allows.</summary>
    public static IReadOnlyList<Knob> All(bool unified) =>
    [
        Knob.Of("vm.swappiness", "host", "proc/sys/vm/swappiness", "60", "10", "80", "100"),
        Knob.Of("vm.vfs_cache_pressure", "host", "proc/sys/vm/vfs_cache_pressure", "100", "50", "150", "200"),
        Knob.Of("fs.inotify.max_user_instances", "host", "proc/sys/fs/inotify/max_user_instances", "128", "256", "1024"),
        Knob.Of("vm.min_free_kbytes", "host", "proc/sys/vm/min_free_kbytes", "65536", "100000", "131072"),
        Knob.Of("net.core.somaxconn", "host", "proc/sys/net/core/somaxconn", "128", "1024", "8192"),
        Knob.Of("net.ipv4.tcp_fin_timeout", "host", "proc/sys/net/ipv4/tcp_fin_timeout", "60", "30", "15"),
        // The kernel separates by tabs what is written with spaces; a tree keeps what is written.
        Knob.Of("net.ipv4.tcp_rmem", "host", "proc/sys/net/ipv4/tcp_rmem",
            "4096 131072 6291456=4096\t131072\t6291456", "4096 131072 8388608", "8192 262144 16777216"),
        Knob.Of("block.queue.nr_requests", "sda", "sys/block/sda/queue/nr_requests", "64", "128", "256"),
        Knob.Of("block.queue.read_ahead_kb", "sda", "sys/block/sda/queue/read_ahead_kb", "128", "512", "4096"),
        .. unified ? UnifiedGroup : LegacyGroup,
    ];

    private static IReadOnlyList<Knob> UnifiedGroup =>
    [
        Knob.Of("cgroup.cpu.weight", Group, "sys/fs/cgroup" + Group + "/cpu.weight", "100", "300", "50"),
        Knob.Of("cgroup.cpu.max", Group, "sys/fs/cgroup" + Group + "/cpu.max", "max=max 100000", "1.5=150000 100000", "3=300000 100000"),
        Knob.Of("cgroup.pids.max", Group, "sys/fs/cgroup" + Group + "/pids.max", "max", "512", "4096"),
    ];

    /// <summary>Shares that are no whole weight, so that a way back by the weight's number would be seen.</summary>
    private static IReadOnlyList<Knob> LegacyGroup =>
    [
        Knob.Of("cgroup.cpu.weight", Group, "sys/fs/cgroup/cpu" + Group + "/cpu.shares", "98=1000", "300=3072", "50=512"),
        Knob.Of("cgroup.cpu.max", Group, "sys/fs/cgroup/cpu" + Group + "/cpu.cfs_quota_us", "max=-1", "1.5=150000", "3=300000"),
        Knob.Of("cgroup.pids.max", Group, "sys/fs/cgroup/pids" + Group + "/pids.max", "max", "512", "4096"),
    ];
}
