using Kernward.BootFiles;
using Kernward.Domain;
using Kernward.Execution;
using Kernward.Tests.Support;

namespace Kernward.Tests.BootFiles;

/// <summary>A change that survives a reboot, from its confirmation to its undo.</summary>
public sealed class KeepingTests : IDisposable
{
    private const string Path = "etc/sysctl.d/90-kernward-vm.swappiness.conf", Value = "proc/sys/vm/swappiness", Db = "/system.slice/db.service";
    private readonly FakeKernel _kernel = Some.Kernel().WithGroups2()
        .With("etc/sysctl.d/50-vendor.conf", "vm.swappiness = 1\n").With("etc/tmpfiles.d/x.conf", "d /run/x\n")
        .With("run/systemd/system/x", "").With("usr/lib/systemd/system/db.service", "[Service]\n");

    private readonly Bench _bench;

    public KeepingTests() => _bench = new Bench(_kernel);

    public void Dispose() => _bench.Dispose();

    private static Step ForGood(Step step) => step with { Persistence = Persistence.Boot };

    private string Pending(string to, string tunable = "vm.swappiness", string scope = "host")
    {
        var result = _bench.Apply(Some.Plan(_kernel).Set(tunable, to, scope, ForGood));
        Assert.Equal(ChangeState.Pending, result.State);
        return result.Change;
    }

    private string Keep(string to, string tunable = "vm.swappiness", string scope = "host")
    {
        var id = Pending(to, tunable, scope);
        Assert.Equal(ChangeState.Kept, _bench.Executor.Confirm(id).State);
        return id;
    }

    private void Reboot(string value)
    {
        _kernel["proc/sys/kernel/random/boot_id"] = "boot-2\n";
        _kernel[Value] = value;
        _bench.NetNamespace = "net:[7]";
        _bench.Reopen();
        new Recovery(_bench.Workbench).Settle();
    }

    private IEnumerable<string> Ours => _kernel.Snapshot().Keys.Where(OwnFile.Is);

    [Fact]
    public void Makes_the_file_when_it_is_confirmed_and_not_before()
    {
        var id = Pending("10");
        Assert.Empty(Ours);
        _bench.Executor.Confirm(id);
        Assert.EndsWith("\nvm.swappiness = 10\n", _kernel[Path], StringComparison.Ordinal);
        Assert.Contains($"change {id} on 2026-03-01 03:00:00 UTC, approved by root.", _kernel[Path], StringComparison.Ordinal);
        Assert.Equal("10\n", _kernel[Value]);
    }

    [Theory]
    [InlineData("mm.thp", "never", "host", "etc/tmpfiles.d/00-kernward-mm.thp.conf", "w /sys/kernel/mm/thp/enabled - - - - never\n")]
    [InlineData("cgroup.cpu.weight", "300", Db, "etc/systemd/system/db.service.d/90-kernward-cgroup.cpu.weight.conf", "[Service]\nCPUWeight=300\n")]
    [InlineData("cgroup.cpu.max", "1.255", Db, "etc/systemd/system/db.service.d/90-kernward-cgroup.cpu.max.conf", "[Service]\nCPUQuota=125.5%\n")]
    [InlineData("cgroup.memory.high", "9000000", Db, "etc/systemd/system/db.service.d/90-kernward-cgroup.memory.high.conf", "[Service]\nMemoryHigh=9000000\n")]
    [InlineData("cgroup.pids.max", "500", Db, "etc/systemd/system/db.service.d/90-kernward-cgroup.pids.max.conf", "[Service]\nTasksMax=500\n")]
    [InlineData("cgroup.memory.high", "max", Db, "etc/systemd/system/db.service.d/90-kernward-cgroup.memory.high.conf", "[Service]\nMemoryHigh=infinity\n")]
    [InlineData("net.core.somaxconn", "256", "host", "etc/sysctl.d/90-kernward-net.core.somaxconn.conf", "net.core.somaxconn = 256\n")]
    public void Says_it_in_the_words_of_what_reads_it_and_takes_it_back_byte_for_byte(string tunable, string to, string scope, string path, string assignment)
    {
        var before = _kernel.Snapshot();
        var id = Keep(to, tunable, scope);
        Assert.EndsWith("\n" + assignment, _kernel[path], StringComparison.Ordinal);
        Assert.Equal(ChangeState.Kept, _bench.Undo(id).State);
        Assert.Equal(before, _kernel.Snapshot());
    }

    [Fact]
    public void An_undo_can_be_undone()
    {
        foreach (var (tunable, to, scope) in new[] { ("vm.swappiness", "10", "host"), ("cgroup.cpu.weight", "300", Db) })
        {
            var kept = Keep(to, tunable, scope);
            var after = _kernel.Snapshot();
            var undo = _bench.Undo(kept).Change;
            Assert.Equal(ChangeState.Kept, _bench.Undo(undo).State);
            Assert.Equal(after, _kernel.Snapshot());
        }
    }

    [Fact]
    public void Two_changes_of_one_tunable_are_undone_in_any_order()
    {
        var before = _kernel.Snapshot();
        var (first, second) = (Keep("10"), Keep("20"));
        Assert.EndsWith("= 20\n", _kernel[Path], StringComparison.Ordinal);
        _bench.Undo(first);
        Assert.EndsWith("= 20\n", _kernel[Path], StringComparison.Ordinal);
        _bench.Undo(second);
        Assert.Equal(before, _kernel.Snapshot());
    }

    [Fact]
    public void The_later_of_two_changes_leads_back_to_the_file_of_the_earlier()
    {
        Keep("10");
        var earlier = _kernel[Path];
        _bench.Undo(Keep("20"));
        Assert.Equal((earlier, "10\n"), (_kernel[Path], _kernel[Value]));
    }

    [Fact]
    public void Undoing_one_tunable_leaves_the_file_of_another()
    {
        var id = Keep("10");
        Keep("256", "net.core.somaxconn");
        _bench.Undo(id);
        Assert.Equal(["etc/sysctl.d/90-kernward-net.core.somaxconn.conf"], Ours);
    }

    [Fact]
    public void Keeps_a_value_that_is_there_already()
    {
        Keep("60");
        Assert.EndsWith("= 60\n", _kernel[Path], StringComparison.Ordinal);
    }

    [Fact]
    public void Writes_no_second_file_for_a_value_that_is_kept_already()
    {
        Keep("10");
        var writes = _kernel.Writes.Count;
        Keep("10");
        Assert.Equal(writes, _kernel.Writes.Count);
    }

    [Fact]
    public void Takes_the_value_back_where_its_file_cannot_be_made()
    {
        var before = _kernel.Snapshot();
        var id = Pending("10");
        _kernel.OnWrite = (_, path) =>
        {
            if (path == Path) throw new IOException($"{path}: open failed with EROFS");
        };
        var result = _bench.Executor.Confirm(id);
        Assert.Equal((ChangeState.Reverted, "vm.swappiness could not be kept over a reboot: etc/sysctl.d/90-kernward-vm.swappiness.conf: open failed with EROFS"), (result.State, result.Note));
        Assert.Equal(before, _kernel.Snapshot());
    }

    [Fact]
    public void Takes_the_first_file_away_where_the_second_cannot_be_made()
    {
        var before = _kernel.Snapshot();
        var id = _bench.Apply(Some.Plan(_kernel).Set("vm.swappiness", "10", but: ForGood).Set("mm.thp", "never", but: ForGood)).Change;
        _kernel.OnWrite = (_, path) =>
        {
            if (path.Contains("tmpfiles")) throw new IOException($"{path}: write failed with ENOSPC");
        };
        Assert.Equal(ChangeState.Reverted, _bench.Executor.Confirm(id).State);
        Assert.Equal(before, _kernel.Snapshot());
    }

    [Fact]
    public void Takes_the_value_back_where_a_file_came_in_between_that_counts_more()
    {
        var id = Pending("10");
        _kernel.With("etc/sysctl.d/99-new.conf", "vm.swappiness = 3\n");
        var before = _kernel.Snapshot();
        var result = _bench.Executor.Confirm(id);
        Assert.Contains("99-new.conf:1 sets vm.swappiness to 3 at boot and is read later", result.Note, StringComparison.Ordinal);
        Assert.Equal((ChangeState.Reverted, "60\n"), (result.State, _kernel[Value]));
        Assert.Empty(Ours);
        Assert.Equal(before["etc/sysctl.d/99-new.conf"], _kernel["etc/sysctl.d/99-new.conf"]);
    }

    [Fact]
    public void A_host_that_keeps_nothing_says_so()
    {
        var id = Pending("10");
        var result = new Executor(_bench.Workbench with { BootFiles = null }).Confirm(id);
        Assert.Contains("this host keeps nothing over a reboot", result.Note, StringComparison.Ordinal);
        Assert.Equal("60\n", _kernel[Value]);
    }

    private sealed class Killed : Exception;

    /// <summary>Before the first file, before the second, and before the journal said that all is kept.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Settles_a_confirmation_that_died_at_any_write(int write)
    {
        var before = _kernel.Snapshot();
        var id = _bench.Apply(Some.Plan(_kernel).Set("vm.swappiness", "10", but: ForGood).Set("mm.thp", "never", but: ForGood)).Change;
        var count = 0;
        _kernel.OnWrite = (_, _) =>
        {
            if (++count == write) throw new Killed();
        };
        Assert.Throws<Killed>(() => _bench.Executor.Confirm(id));
        Assert.Equal(write - 1, Ours.Count());
        _kernel.OnWrite = (_, _) => { };
        _bench.Reopen();
        new Recovery(_bench.Workbench).Settle();
        Assert.Equal(ChangeState.Reverted, _bench.StateOf(id));
        Assert.Equal(before, _kernel.Snapshot());
    }

    [Fact]
    public void Is_still_in_force_after_a_reboot_and_can_be_undone_then()
    {
        var before = _kernel.Snapshot();
        var id = Keep("10");
        Reboot("10\n");
        Assert.Equal((ChangeState.Kept, "boot-2"), (_bench.StateOf(id), _bench.Journal.Find(id)!.Boot));
        Assert.Equal(ChangeState.Kept, _bench.Undo(id).State);
        Assert.Equal("60\n", _kernel[Value]);
        Assert.Empty(Ours);
        Assert.Equal(before["etc/sysctl.d/50-vendor.conf"], _kernel["etc/sysctl.d/50-vendor.conf"]);
    }

    [Fact]
    public void Is_of_the_hosts_namespace_of_the_new_boot()
    {
        var id = Keep("256", "net.core.somaxconn");
        Reboot("60\n");
        Assert.Equal(ChangeState.Kept, _bench.Undo(id).State);
        Assert.Equal("128\n", _kernel["proc/sys/net/core/somaxconn"]);
    }

    [Fact]
    public void What_was_not_kept_of_the_same_plan_went_with_the_boot()
    {
        var id = _bench.Apply(Some.Plan(_kernel).Set("vm.swappiness", "10", but: ForGood).Set("vm.dirty_ratio", "15")).Change;
        _bench.Executor.Confirm(id);
        _kernel["proc/sys/vm/dirty_ratio"] = "30\n";
        Reboot("10\n");
        Assert.Equal(ChangeState.Kept, _bench.Undo(id).State);
        Assert.Equal(("60\n", "30\n"), (_kernel[Value], _kernel["proc/sys/vm/dirty_ratio"]));
    }

    [Fact]
    public void Is_gone_after_a_reboot_where_someone_took_its_file_away()
    {
        var id = Keep("10");
        _kernel.Remove(Path);
        Reboot("60\n");
        Assert.Equal(ChangeState.Gone, _bench.StateOf(id));
    }

    [Fact]
    public void Goes_with_its_file_where_the_host_went_down_in_the_middle_of_the_confirmation()
    {
        var id = Keep("10");
        // As if the power had gone before the journal said "kept".
        _bench.Journal.SetState(_bench.Journal.Find(id)!, ChangeState.Pending);
        Reboot("10\n");
        Assert.Equal(ChangeState.Reverted, _bench.StateOf(id));
        Assert.Equal("60\n", _kernel[Value]);
        Assert.Empty(Ours);
    }

    [Fact]
    public void A_file_that_someone_altered_makes_the_tunable_manual_and_is_left_alone()
    {
        var id = Keep("10");
        _kernel[Path] += "vm.dirty_ratio = 3\n";
        var altered = _kernel[Path];
        var manual = Assert.Single(_bench.Manual.All());
        Assert.Contains("its file was altered since", manual.Told, StringComparison.Ordinal);
        var refused = _bench.Undo(id);
        Assert.Contains("is not as Kernward made it: someone else altered it since", refused.Outcomes[0].Reason, StringComparison.Ordinal);
        Assert.Equal((altered, "10\n"), (_kernel[Path], _kernel[Value]));
    }
}
