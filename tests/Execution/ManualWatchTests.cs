using Kernward.Tests.Support;

namespace Kernward.Tests.Execution;

public sealed class ManualWatchTests : IDisposable
{
    private readonly FakeKernel _kernel = Some.Kernel();
    private readonly Bench _bench;

    public ManualWatchTests() => _bench = new Bench(_kernel);

    public void Dispose() => _bench.Dispose();

    private bool IsManual => _bench.Manual.IsManual("vm.swappiness", "host");

    [Fact]
    public void Sees_that_someone_else_changed_what_was_kept()
    {
        Assert.False(IsManual);
        _bench.Keep("vm.swappiness", "10");
        Assert.False(IsManual);
        _kernel["proc/sys/vm/swappiness"] = "33\n";
        Assert.True(IsManual);
    }

    [Fact]
    public void Lets_go_when_released_and_watches_what_is_written_after_that()
    {
        _bench.Keep("vm.swappiness", "10");
        _kernel["proc/sys/vm/swappiness"] = "33\n";
        Assert.Equal(1, _bench.Manual.Release("vm.swappiness"));
        Assert.False(IsManual);
        _bench.Keep("vm.swappiness", "20");
        _kernel["proc/sys/vm/swappiness"] = "33\n";
        Assert.True(IsManual);
    }

    [Fact]
    public void Does_not_watch_what_was_given_back()
    {
        _bench.Keep("vm.swappiness", "10");
        _bench.Undo("last");
        _kernel["proc/sys/vm/swappiness"] = "33\n";
        Assert.False(IsManual);
    }

    [Fact]
    public void Does_not_take_an_earlier_boot_for_ours()
    {
        _bench.Keep("vm.swappiness", "10");
        _kernel["proc/sys/vm/swappiness"] = "60\n";
        _kernel["proc/sys/kernel/random/boot_id"] = "boot-2\n";
        Assert.False(IsManual);
    }

    [Fact]
    public void Does_not_take_another_namespace_for_ours()
    {
        _bench.Keep("net.core.somaxconn", "4096");
        _bench.NetNamespace = "net:[2]";
        _kernel["proc/sys/net/core/somaxconn"] = "128\n";
        Assert.False(_bench.Manual.IsManual("net.core.somaxconn", "host"));
        _bench.NetNamespace = "net:[1]";
        Assert.True(_bench.Manual.IsManual("net.core.somaxconn", "host"));
    }

    [Fact]
    public void Knows_its_own_hand_in_a_form_that_the_kernel_changed_along()
    {
        ExecutorTests.WithForms(_kernel);
        _bench.Keep("vm.dirty_ratio", "15");
        _bench.Keep("vm.dirty_bytes", "268435456");
        Assert.Equal("0\n", _kernel["proc/sys/vm/dirty_ratio"]);
        Assert.False(_bench.Manual.IsManual("vm.dirty_ratio", "host"));
    }

    [Fact]
    public void Tells_three_values_and_who_it_probably_was()
    {
        var id = _bench.Keep("vm.swappiness", "10");
        Assert.Empty(_bench.Manual.All());
        _kernel["proc/sys/vm/swappiness"] = "33\n";
        var manual = Assert.Single(_bench.Manual.All());
        Assert.Equal((id, "60", "10", "33", ""), (manual.Change, manual.Before, manual.Ours, manual.Now, manual.ProbablyBy));
        Assert.Equal("was 60, c1 set 10, it is 33 now; by whom is not known; left alone until `kernward release vm.swappiness`", manual.Told);
        _kernel.With("etc/sysctl.d/99-db.conf", "vm.swappiness = 33\n");
        Assert.Contains("probably because /etc/sysctl.d/99-db.conf:1 sets 33 at boot", Assert.Single(_bench.Manual.All()).Told);
        _bench.Manual.Release("vm.swappiness");
        Assert.Empty(_bench.Manual.All());
    }

    [Fact]
    public void Does_not_name_an_owner_that_sets_something_else()
    {
        _bench.Keep("vm.swappiness", "10");
        _kernel.With("etc/sysctl.d/99-db.conf", "vm.swappiness = 1\n")["proc/sys/vm/swappiness"] = "33\n";
        Assert.Equal("", Assert.Single(_bench.Manual.All()).ProbablyBy);
    }

    [Fact]
    public void Names_what_sets_it_again_and_again()
    {
        _bench.Keep("net.ipv4.tcp_rmem", "4096 131072 8388608");
        _kernel.With("proc/9/stat", "9 (bpftune) S 1")["proc/sys/net/ipv4/tcp_rmem"] = "4096\t131072\t9000000\n";
        Assert.Equal("process 9 (bpftune) sets it again and again", Assert.Single(_bench.Manual.All()).ProbablyBy);
    }

    [Fact]
    public void Lists_only_what_this_namespace_shows()
    {
        _bench.Keep("net.core.somaxconn", "4096");
        _kernel["proc/sys/net/core/somaxconn"] = "128\n";
        _bench.NetNamespace = "net:[2]";
        Assert.Empty(_bench.Manual.All());
        _bench.NetNamespace = "net:[1]";
        Assert.Equal("net.core.somaxconn", Assert.Single(_bench.Manual.All()).Tunable);
    }

    [Fact]
    public void Releases_nothing_where_nothing_was_written() => Assert.Equal(0, _bench.Manual.Release("vm.swappiness"));
}
