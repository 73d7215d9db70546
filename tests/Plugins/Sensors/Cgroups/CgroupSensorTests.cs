using Kernward.Measurement;
using Kernward.Plugins.Sensors;
using Kernward.Plugins.Sensors.Cgroups;
using Kernward.Tests.Support;

namespace Kernward.Tests.Plugins.Sensors.Cgroups;

public sealed class CgroupSensorTests
{
    private const string Base = "sys/fs/cgroup";

    private static readonly MetricSnapshot V2 = new Sampler(Fixtures.Host("v2-database"), SensorSet.Create()).Sample();

    private static readonly MetricSnapshot V1 = new Sampler(OldHost(), SensorSet.Create()).Sample();

    [Fact]
    public void Lists_groups_from_the_root_down() =>
        Assert.Equal(["/", "/init.scope", "/system.slice", "/system.slice/memory.service", "/system.slice/postgresql.service"], V2.Cgroups);

    [Theory]
    [InlineData("cgroup.cpu.usage", 5)]
    [InlineData("cgroup.cpu.usage.user", 4)]
    [InlineData("cgroup.cpu.periods", 100)]
    [InlineData("cgroup.cpu.throttled_periods", 25)]
    [InlineData("cgroup.cpu.throttled_time", 0.75)]
    [InlineData("cgroup.cpu.weight", 300)]
    [InlineData("cgroup.cpu.max", 1.5)]
    [InlineData("cgroup.memory.usage", 1073741824)]
    [InlineData("cgroup.memory.limit", 2147483648)]
    [InlineData("cgroup.memory.utilization", 0.5)]
    [InlineData("cgroup.memory.high", 1610612736)]
    [InlineData("cgroup.memory.swap", 4096)]
    [InlineData("cgroup.memory.anonymous", 700000000)]
    [InlineData("cgroup.memory.file", 300000000)]
    [InlineData("cgroup.memory.major_faults", 33)]
    [InlineData("cgroup.memory.refaults", 21)]
    [InlineData("cgroup.memory.oom_kills", 1)]
    [InlineData("cgroup.memory.limit_events", 5)]
    [InlineData("cgroup.io.read_bytes", 5096)]
    [InlineData("cgroup.io.write_bytes", 10192)]
    [InlineData("cgroup.io.read_operations", 4)]
    [InlineData("cgroup.io.write_operations", 6)]
    [InlineData("cgroup.io.weight", 200)]
    [InlineData("cgroup.pids.current", 12)]
    [InlineData("cgroup.pids.max", 512)]
    [InlineData("cgroup.pids.limit_events", 4)]
    [InlineData("cgroup.cpuset.count", 2)]
    [InlineData("cgroup.processes", 2)]
    [InlineData("cgroup.cpu.run_delay", 4)]
    public void Reads_v1_and_v2_into_the_same_words(string metric, double value)
    {
        Assert.Equal(value, V2.Get(metric, "/system.slice/postgresql.service")!.Value, value * 1e-9);
        Assert.Equal(value, V1.Get(metric, "/system.slice/postgresql.service")!.Value, value * 1e-9);
    }

    [Theory]
    [InlineData("cgroup.cpu.max")]
    [InlineData("cgroup.memory.limit")]
    [InlineData("cgroup.memory.high")]
    [InlineData("cgroup.memory.utilization")]
    public void Leaves_a_limit_out_where_there_is_none(string metric)
    {
        Assert.Null(V2.Get(metric, "/system.slice"));
        Assert.Null(V1.Get(metric, "/system.slice"));
    }

    [Fact]
    public void Reads_pressure_of_groups_on_v2_alone()
    {
        Assert.Equal(25, V2.Get("cgroup.pressure.cpu.some.avg10", "/system.slice/postgresql.service"));
        Assert.Equal(2, V2.Get("cgroup.pressure.io.full.time", "/system.slice/postgresql.service"));
        Assert.Null(V2.Get("cgroup.pressure.cpu.some.avg10", "/system.slice/memory.service"));
        Assert.Null(V1.Get("cgroup.pressure.cpu.some.avg10", "/system.slice/postgresql.service"));
        Assert.Equal(3, V2.Get("cgroup.dying_descendants", "/"));
    }

    [Fact]
    public void Shows_a_group_that_only_one_tree_of_v1_has()
    {
        Assert.Contains("/only-memory", V1.Cgroups);
        Assert.Equal(77, V1.Get("cgroup.memory.usage", "/only-memory"));
        Assert.Null(V1.Get("cgroup.cpu.weight", "/only-memory"));
    }

    [Fact]
    public void Counts_in_the_root_what_no_group_has()
    {
        Assert.Equal(0, V2.Get("cgroup.processes", "/"));
        Assert.Equal(1, V1.Get("cgroup.processes", "/"));
    }

    [Fact]
    public void Follows_groups_that_come_and_go()
    {
        var host = new MemoryHost(($"{Base}/cgroup.controllers", "cpu\n"), ($"{Base}/cgroup.stat", "nr_descendants 1\n"),
            ($"{Base}/a/cgroup.procs", ""));
        var sampler = new Sampler(host, SensorSet.Create());
        Assert.Equal(["/", "/a"], sampler.Sample().Cgroups);
        host[$"{Base}/b/cgroup.procs"] = "";
        host[$"{Base}/cgroup.stat"] = "nr_descendants 2\n";
        Assert.Equal(["/", "/a", "/b"], sampler.Sample().Cgroups);
        host.Remove($"{Base}/a");
        sampler.Sample();
        Assert.Equal(["/", "/b"], sampler.Sample().Cgroups);
    }

    [Theory]
    [InlineData("0-3,8", 5)]
    [InlineData("0", 1)]
    [InlineData("0-1", 2)]
    public void Counts_the_cpus_of_a_list(string list, double count) =>
        Assert.Equal(count, CpusetReader.Count(System.Text.Encoding.ASCII.GetBytes(list)));

    private static MemoryHost OldHost()
    {
        const string none = "9223372036854771712\n";
        var host = new MemoryHost(
            ($"{Base}/memory/only-memory/memory.usage_in_bytes", "77\n"), ($"{Base}/cpu,cpuacct/cgroup.procs", "1\n"),
            ("proc/1/stat", Stat(1)), ("proc/700/stat", Stat(700)), ("proc/703/stat", Stat(703)),
            ("proc/700/schedstat", "1 2500000000 1"), ("proc/703/schedstat", "1 1500000000 1"));
        Add(host, "/system.slice", "", "1024", "-1", none, none);
        Add(host, "/system.slice/postgresql.service", "700\n703\n", "3072", "150000", "2147483648\n", "1610612736\n");
        return host;
    }

    private static string Stat(int pid) =>
        $"{pid} (p) S 1 1 1 0 -1 0 0 0 0 0 1 0 0 0 20 0 1 0 5 1 1 0 0 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0\n";

    private static void Add(MemoryHost host, string group, string pids, string shares, string quota, string limit, string soft)
    {
        void File(string tree, string name, string content) => host[$"{Base}/{tree}{group}/{name}"] = content;
        File("cpu,cpuacct", "cgroup.procs", pids);
        File("cpu,cpuacct", "cpu.shares", shares);
        File("cpu,cpuacct", "cpu.cfs_quota_us", quota);
        File("cpu,cpuacct", "cpu.cfs_period_us", "100000");
        File("cpu,cpuacct", "cpu.stat", "nr_periods 100\nnr_throttled 25\nthrottled_time 750000000\n");
        File("cpu,cpuacct", "cpuacct.usage", "5000000000\n");
        File("cpu,cpuacct", "cpuacct.stat", "user 400\nsystem 100\n");
        File("memory", "memory.usage_in_bytes", "1073741824\n");
        File("memory", "memory.limit_in_bytes", limit);
        File("memory", "memory.soft_limit_in_bytes", soft);
        File("memory", "memory.failcnt", "5\n");
        File("memory", "memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n");
        File("memory", "memory.stat", "rss 1\ntotal_cache 300000000\ntotal_rss 700000000\ntotal_pgmajfault 33\ntotal_swap 4096\n"
                                      + "total_workingset_refault_anon 1\ntotal_workingset_refault_file 20\n");
        File("blkio", "blkio.throttle.io_service_bytes", "8:0 Read 4096\n8:0 Write 8192\n8:0 Total 12288\n9:0 Read 1000\n9:0 Write 2000\nTotal 15288\n");
        File("blkio", "blkio.throttle.io_serviced", "8:0 Read 1\n8:0 Write 2\n9:0 Read 3\n9:0 Write 4\nTotal 10\n");
        File("blkio", "blkio.weight", "1000\n");
        File("pids", "pids.current", "12\n");
        File("pids", "pids.max", group == "/system.slice" ? "max\n" : "512\n");
        File("pids", "pids.events", "max 4\n");
        File("cpuset", "cpuset.effective_cpus", "0-1\n");
    }
}
