using Kernward.Demo;

namespace Kernward.Tests.Demo;

public class CpuHierarchyTests
{
    private const string Memory = "30 24 0:26 / /sys/fs/cgroup/memory rw shared:1 - cgroup cgroup rw,memory";
    private const string CpuV1 = "31 24 0:27 / /sys/fs/cgroup/cpu,cpuacct rw shared:2 - cgroup cgroup rw,cpu,cpuacct";
    private const string Cpuset = "32 24 0:28 / /sys/fs/cgroup/cpuset rw shared:2 - cgroup cgroup rw,cpuset";
    private const string Unified = "33 24 0:29 / /sys/fs/cgroup/unified rw shared:3 - cgroup2 cgroup2 rw,nsdelegate";

    [Fact]
    public void Prefers_the_v1_cpu_hierarchy_beside_an_empty_unified_one() =>
        Assert.Equal(new("/sys/fs/cgroup/cpu,cpuacct", false), CpuHierarchy.Find([Unified, Memory, Cpuset, CpuV1], _ => "\n"));

    [Fact]
    public void Sees_where_time_is_counted_when_that_is_elsewhere() => Assert.Equal(
        new("/sys/fs/cgroup/cpu", false, "/sys/fs/cgroup/cpuacct"),
        CpuHierarchy.Find([CpuV1.Replace("cpu,cpuacct", "cpuacct"), CpuV1.Replace("cpu,cpuacct", "cpu"), Unified], _ => "\n"));

    [Fact]
    public void Takes_the_unified_one_when_it_has_cpu() =>
        Assert.Equal(new("/sys/fs/cgroup/unified", true), CpuHierarchy.Find([Memory, Cpuset, Unified], _ => "cpuset cpu io\n"));

    [Fact]
    public void Does_not_take_cpuset_for_cpu() => Assert.Null(CpuHierarchy.Find([Memory, Cpuset, Unified], _ => "cpuset io\n"));

    [Fact]
    public void Passes_over_lines_that_are_cut_short() =>
        Assert.Null(CpuHierarchy.Find(["", "31 24 0:27", "31 24 - cgroup", CpuV1[..60]], _ => ""));
}
