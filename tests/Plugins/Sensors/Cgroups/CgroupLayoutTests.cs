using Kernward.Plugins.Sensors.Cgroups;
using Kernward.Tests.Support;

namespace Kernward.Tests.Plugins.Sensors.Cgroups;

public sealed class CgroupLayoutTests
{
    private const string Base = "sys/fs/cgroup";

    [Fact]
    public void Finds_v2()
    {
        var layout = CgroupLayout.Detect(new MemoryHost(($"{Base}/cgroup.controllers", "cpu memory\n")));
        Assert.Equal(CgroupVersion.V2, layout.Version);
        Assert.Equal($"{Base}/a.slice", layout.Directory("cpu", "/a.slice"));
        Assert.Equal(Base, layout.Directory("memory", "/"));
        Assert.Null(layout.Directory("pids", "/a.slice"));
        Assert.Equal([Base], layout.Trees());
    }

    [Fact]
    public void Finds_v1_with_controllers_mounted_together()
    {
        var layout = CgroupLayout.Detect(new MemoryHost(($"{Base}/cpu,cpuacct/cpu.shares", "1024"), ($"{Base}/blkio/tasks", ""),
            ($"{Base}/memory/tasks", "")));
        Assert.Equal(CgroupVersion.V1, layout.Version);
        Assert.Equal($"{Base}/cpu,cpuacct/g", layout.Directory("cpuacct", "/g"));
        Assert.Equal($"{Base}/blkio/g", layout.Directory("io", "/g"));
        Assert.Equal($"{Base}/cpu,cpuacct", layout.Identity);
        Assert.False(layout.IsV2("cpu"));
        Assert.Null(layout.Unified);
    }

    [Fact]
    public void Finds_a_hybrid_with_a_controller_on_each()
    {
        var layout = CgroupLayout.Detect(new MemoryHost(($"{Base}/cpu/cpu.shares", "1024"), ($"{Base}/memory/old", ""),
            ($"{Base}/unified/cgroup.controllers", "memory\n")));
        Assert.Equal(CgroupVersion.Hybrid, layout.Version);
        Assert.False(layout.IsV2("cpu"));
        Assert.True(layout.IsV2("memory"));
        Assert.Equal($"{Base}/unified/g", layout.Directory("memory", "/g"));
        Assert.Equal($"{Base}/cpu", layout.Identity);
    }

    [Fact]
    public void Finds_nothing_where_there_is_nothing()
    {
        var layout = CgroupLayout.Detect(new MemoryHost());
        Assert.Equal(CgroupVersion.None, layout.Version);
        Assert.Null(layout.Identity);
        Assert.Empty(layout.Trees());
    }

    [Theory]
    [InlineData("nginx.service", true)]
    [InlineData("docker", true)]
    [InlineData("memory.service", true)]
    [InlineData("cpu.stat", false)]
    [InlineData("cgroup.procs", false)]
    [InlineData("tasks", false)]
    [InlineData("io.stat", false)]
    public void Tells_groups_from_the_files_of_the_kernel(string name, bool group) => Assert.Equal(group, CgroupTree.IsGroup(name));
}
