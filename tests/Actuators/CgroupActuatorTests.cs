using Kernward.Execution;
using Kernward.Tests.Support;

namespace Kernward.Tests.Actuators;

public sealed class CgroupActuatorTests
{
    private const string Db = "/system.slice/db.service";

    [Theory]
    [InlineData("cgroup.cpu.weight", "98", "100")]
    [InlineData("cgroup.cpu.max", "max", "max")]
    [InlineData("cgroup.memory.max", "max", "max")]
    [InlineData("cgroup.memory.high", null, "max")]
    [InlineData("cgroup.memory.low", null, "0")]
    [InlineData("cgroup.pids.max", "max", "max")]
    [InlineData("cgroup.cpuset.cpus", "all", null)]
    [InlineData("cgroup.io.max", "max", "max")]
    [InlineData("cgroup.io.weight", null, "100")]
    [InlineData("cgroup.freeze", null, "0")]
    public void Reads_both_versions_in_the_words_of_the_second(string tunable, string? first, string? second)
    {
        Assert.Equal(first, Some.Tunables.Read(Some.Kernel().WithGroups1(), tunable, Db));
        Assert.Equal(second, Some.Tunables.Read(Some.Kernel().WithGroups2(), tunable, Db));
    }

    [Theory]
    [InlineData("cgroup.cpu.weight", "200", "cpu,cpuacct/system.slice/db.service/cpu.shares=2048", "system.slice/db.service/cpu.weight=200")]
    [InlineData("cgroup.cpu.weight", "1", "cpu,cpuacct/system.slice/db.service/cpu.shares=10", "system.slice/db.service/cpu.weight=1")]
    [InlineData("cgroup.cpu.max", "1.5", "cpu,cpuacct/system.slice/db.service/cpu.cfs_quota_us=150000", "system.slice/db.service/cpu.max=150000 100000")]
    [InlineData("cgroup.cpu.max", "max", "cpu,cpuacct/system.slice/db.service/cpu.cfs_quota_us=-1", "system.slice/db.service/cpu.max=max 100000")]
    [InlineData("cgroup.memory.max", "max", "memory/system.slice/db.service/memory.limit_in_bytes=-1", "system.slice/db.service/memory.max=max")]
    [InlineData("cgroup.memory.max", "8000000", "memory/system.slice/db.service/memory.limit_in_bytes=8000000", "system.slice/db.service/memory.max=8000000")]
    [InlineData("cgroup.pids.max", "500", "pids/system.slice/db.service/pids.max=500", "system.slice/db.service/pids.max=500")]
    [InlineData("cgroup.io.max", "8:0 wbps=1000", "blkio/system.slice/db.service/blkio.throttle.write_bps_device=8:0 1000", "system.slice/db.service/io.max=8:0 wbps=1000")]
    public void Writes_both_versions(string tunable, string to, string first, string second)
    {
        Assert.Equal("sys/fs/cgroup/" + first, Written(Some.Kernel().WithGroups1(), tunable, to));
        Assert.Equal("sys/fs/cgroup/" + second, Written(Some.Kernel().WithGroups2(), tunable, to));
    }

    [Fact]
    public void Reads_a_weight_back_as_it_was_asked_for_on_either_version()
    {
        var kernel = Some.Kernel().WithGroups1();
        for (var weight = 1; weight <= 10000; weight++)
        {
            var edit = Assert.Single(FileActuatorTests.Edits(kernel, "cgroup.cpu.weight", $"{weight}", Db));
            kernel[edit.Path] = edit.Text;
            Assert.Equal($"{weight}", Some.Tunables.Read(kernel, "cgroup.cpu.weight", Db));
        }
    }

    [Fact]
    public void Finds_version_1_where_the_unified_hierarchy_has_no_controllers()
    {
        var kernel = Some.Kernel().WithGroups1();
        kernel["proc/self/mounts"] += "\ncgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0";
        kernel["sys/fs/cgroup/unified/system.slice/db.service/cgroup.procs"] = "";
        Assert.Equal("98", Some.Tunables.Read(kernel, "cgroup.cpu.weight", Db));
    }

    [Theory]
    [InlineData("cgroup.cpu.weight", "/system.slice does not hand the cpu controller down to its groups", "systemctl set-property --runtime web.service CPUWeight=100")]
    [InlineData("cgroup.io.weight", "the root group does not hand the io controller down to its groups", "systemctl set-property --runtime web.service IOWeight=100")]
    [InlineData("cgroup.cpuset.cpus", "this kernel has no cpuset controller for the unified hierarchy", "kernward explain")]
    public void Says_which_group_withholds_a_controller_and_how_systemd_hands_it_down(string tunable, string why, string instead)
    {
        var absence = Some.Tunables.Absence(Some.Kernel().AsBooted(), tunable, "/system.slice/web.service")!;
        Assert.Equal(why, absence.Why);
        Assert.Contains(instead, absence.Instead, StringComparison.Ordinal);
        Assert.Contains(why, Assert.Throws<ActuatorException>(() => FileActuatorTests.Edits(Some.Kernel().AsBooted(), tunable, "1", "/system.slice/web.service")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Has_no_more_to_say_where_the_value_or_the_group_or_the_kernels_file_is_what_decides()
    {
        var kernel = Some.Kernel().AsBooted();
        Assert.Null(Some.Tunables.Absence(kernel, "cgroup.memory.max", "/system.slice/web.service"));
        Assert.Null(Some.Tunables.Absence(kernel, "cgroup.memory.high", "/system.slice/web.service"));
        Assert.Null(Some.Tunables.Absence(kernel, "cgroup.cpu.weight", "/system.slice/gone.service"));
        Assert.Null(Some.Tunables.Absence(Some.Kernel().WithGroups1(), "cgroup.memory.high", Db));
    }

    [Fact]
    public void Limits_the_device_that_the_group_used_most_where_only_a_number_is_given()
    {
        Assert.Equal("sys/fs/cgroup/system.slice/db.service/io.max=8:16 rbps=1000 wbps=1000", Written(Some.Kernel().WithGroups2(), "cgroup.io.max", "1000"));
        Assert.Equal(["8:16 1000\n", "8:16 1000\n"],
            FileActuatorTests.Edits(Some.Kernel().WithGroups1(), "cgroup.io.max", "1000", Db).Select(edit => edit.Text));
    }

    [Fact]
    public void Lifts_every_limit_of_every_device()
    {
        var kernel = Some.Kernel().WithGroups2();
        kernel["sys/fs/cgroup/system.slice/db.service/io.max"] = "8:0 rbps=5 wbps=max riops=max wiops=max\n8:16 rbps=max wbps=7 riops=max wiops=9\n";
        Assert.Equal("8:0 rbps=5 8:16 wbps=7 wiops=9", Some.Tunables.Read(kernel, "cgroup.io.max", Db));
        var edits = FileActuatorTests.Edits(kernel, "cgroup.io.max", "max", Db);
        Assert.Equal(["8:0 rbps=max\n", "8:16 wbps=max wiops=max\n"], edits.Select(edit => edit.Text));
        Assert.Equal("8:16 rbps=max wbps=7 riops=max wiops=9\n", edits[1].Restore);
    }

    [Theory]
    [InlineData("8:0")]
    [InlineData("rbps=5")]
    [InlineData("8:0 rbps=x")]
    [InlineData("8:0 rbps=0")]
    [InlineData("8:0 rbps=5 rbps=6")]
    [InlineData("8:0 nonsense=5")]
    [InlineData("8:0 rbps=5 and")]
    public void Refuses_what_is_no_limit(string to) =>
        Assert.Throws<ActuatorException>(() => FileActuatorTests.Edits(Some.Kernel().WithGroups2(), "cgroup.io.max", to, Db));

    [Fact]
    public void Refuses_a_memory_limit_below_what_programs_use()
    {
        foreach (var kernel in new[] { Some.Kernel().WithGroups1(), Some.Kernel().WithGroups2() })
        {
            var refused = Assert.Throws<ActuatorException>(() => FileActuatorTests.Edits(kernel, "cgroup.memory.max", "4000000", Db));
            Assert.Contains("5000000", refused.Message);
        }
    }

    [Fact]
    public void Refuses_a_quota_below_what_the_kernel_takes() =>
        Assert.Throws<ActuatorException>(() => FileActuatorTests.Edits(Some.Kernel().WithGroups2(), "cgroup.cpu.max", "0.001", Db));

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("host")]
    [InlineData("system.slice/db.service")]
    [InlineData("/system.slice/../system.slice/db.service")]
    [InlineData("//system.slice/db.service")]
    [InlineData("/system.slice/db.service/")]
    [InlineData("/system.slice/./db.service")]
    [InlineData("/system.slice/db.service\0")]
    [InlineData("/system.slice /db.service")]
    [InlineData("/system.slice/nosuch.service")]
    public void Has_nothing_in_an_odd_scope(string scope)
    {
        foreach (var kernel in new[] { Some.Kernel().WithGroups1(), Some.Kernel().WithGroups2() })
        {
            Assert.Null(Some.Tunables.Read(kernel, "cgroup.cpu.weight", scope));
            Assert.Throws<ActuatorException>(() => FileActuatorTests.Edits(kernel, "cgroup.cpu.weight", "50", scope));
        }
    }

    private static string Written(FakeKernel kernel, string tunable, string to)
    {
        var edit = Assert.Single(FileActuatorTests.Edits(kernel, tunable, to, Db));
        return $"{edit.Path}={edit.Text.TrimEnd('\n')}";
    }
}
