using Kernward.Domain;
using Kernward.Execution;
using Kernward.Tests.Support;

namespace Kernward.Tests.Execution;

public sealed class UndoTests : IDisposable
{
    private const string Db = "/system.slice/db.service";
    private const string Shares = "sys/fs/cgroup/cpu,cpuacct/system.slice/db.service/cpu.shares";
    private readonly FakeKernel _kernel = Some.Kernel().WithGroups1();
    private readonly Bench _bench;

    public UndoTests() => _bench = new Bench(_kernel);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Gives_odd_shares_back_byte_for_byte()
    {
        _bench.Keep("cgroup.cpu.weight", "300", Db);
        Assert.Equal("3072\n", _kernel[Shares]);
        Assert.Equal(ChangeState.Kept, _bench.Undo("last").State);
        Assert.Equal("1000\n", _kernel[Shares]);
    }

    /// <summary>Six changes, some of the same files, taken back in thirty random orders.</summary>
    [Fact]
    public void Gives_everything_back_in_any_order()
    {
        var random = new Random(20260301);
        for (var round = 0; round < 30; round++)
        {
            using var bench = new Bench(Some.Kernel().WithGroups1());
            var before = bench.Kernel.Snapshot();
            string[] ids =
            [
                bench.Keep("vm.swappiness", "10"), bench.Keep("cgroup.cpu.weight", "300", Db), bench.Keep("vm.swappiness", "30"),
                bench.Keep("cgroup.io.max", "8:0 rbps=1000", Db), bench.Keep("vm.swappiness", "50"), bench.Keep("cgroup.io.max", "8:16 rbps=9", Db),
            ];
            random.Shuffle(ids);
            foreach (var id in ids)
            {
                var result = bench.Undo(id);
                Assert.True(result.State == ChangeState.Kept, $"{string.Join(' ', ids)}: {id}: {result}");
            }
            Assert.Equal(before, bench.Kernel.Snapshot());
        }
    }

    [Fact]
    public void Leaves_a_later_change_in_place_and_says_so()
    {
        var first = _bench.Keep("vm.swappiness", "10");
        _bench.Keep("vm.swappiness", "30");
        var result = _bench.Undo(first);
        Assert.Contains("c2 set it later and stays", result.Outcomes[0].Reason);
        Assert.Equal("30\n", _kernel["proc/sys/vm/swappiness"]);
        _bench.Undo("last");
        Assert.Equal("60\n", _kernel["proc/sys/vm/swappiness"]);
    }

    [Fact]
    public void Refuses_with_three_values_what_someone_else_changed()
    {
        var id = _bench.Keep("vm.swappiness", "10");
        _kernel["proc/sys/vm/swappiness"] = "33\n";
        var refused = _bench.Undo(id);
        Assert.Equal(OutcomeKind.Refused, refused.Outcomes[0].Outcome);
        Assert.Contains("was '60' before, Kernward set '10', it is '33' now", refused.Outcomes[0].Reason);
        Assert.Equal(("33\n", ChangeState.Kept), (_kernel["proc/sys/vm/swappiness"], _bench.StateOf(id)));
        Assert.Equal(ChangeState.Kept, _bench.Undo(id, force: true).State);
        Assert.Equal("60\n", _kernel["proc/sys/vm/swappiness"]);
    }

    [Fact]
    public void Undoes_a_forced_undo_to_what_the_other_one_had_set()
    {
        var id = _bench.Keep("vm.swappiness", "10");
        _kernel["proc/sys/vm/swappiness"] = "33\n";
        _bench.Undo(_bench.Undo(id, force: true).Change);
        Assert.Equal("33\n", _kernel["proc/sys/vm/swappiness"]);
    }

    /// <summary>A yes to three values is not one to a fourth.</summary>
    [Fact]
    public void Forces_only_on_the_value_that_was_shown()
    {
        var id = _bench.Keep("vm.swappiness", "10");
        _kernel["proc/sys/vm/swappiness"] = "33\n";
        var shown = _bench.Undo(id);
        _kernel["proc/sys/vm/swappiness"] = "44\n";
        var again = Forced(shown);
        Assert.Equal((Undo.NotForced, OutcomeKind.Refused), (again.Note, again.Outcomes[0].Outcome));
        Assert.Contains("Kernward set '10', it is '44' now", again.Outcomes[0].Reason);
        Assert.NotEqual(shown.Seen, again.Seen);
        Assert.Equal(("44\n", ChangeState.Kept), (_kernel["proc/sys/vm/swappiness"], _bench.StateOf(id)));
        Assert.Equal(ChangeState.Kept, Forced(again).State);
        Assert.Equal("60\n", _kernel["proc/sys/vm/swappiness"]);
    }

    /// <summary>Between the look and the write the journal is written and a child started, which takes a while.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Writes_nothing_over_what_someone_sets_while_the_undo_is_made_ready(bool force)
    {
        var id = _bench.Apply(Some.Plan(_kernel).Set("vm.swappiness", "10").Set("mm.thp", "never")).Change;
        _bench.Executor.Confirm(id);
        if (force) _kernel["proc/sys/vm/swappiness"] = "33\n";
        var shown = force ? _bench.Undo(id) : null;
        _kernel.Writes.Clear();
        _kernel.OnConfine = () => _kernel["proc/sys/vm/swappiness"] = "55\n";
        var result = shown is null ? _bench.Undo(id) : Forced(shown);
        Assert.Equal((Undo.NotForced, id, ChangeState.Kept), (result.Note, result.Change, _bench.StateOf(id)));
        Assert.Contains("it is '55' now", result.Outcomes[0].Reason);
        Assert.Empty(_kernel.Writes);
        Assert.Empty(_bench.Journal.Unsettled());
        _kernel.OnConfine = () => { };
        Assert.Equal(ChangeState.Kept, Forced(result).State);
        Assert.Equal(("60\n", "always [madvise] never\n"), (_kernel["proc/sys/vm/swappiness"], _kernel["sys/kernel/mm/thp/enabled"]));
    }

    /// <summary>It is what the operator wanted anyway: nothing of somebody else's is overwritten.</summary>
    [Fact]
    public void Takes_back_where_the_value_shown_has_gone_back_to_ours()
    {
        var id = _bench.Keep("vm.swappiness", "10");
        _kernel["proc/sys/vm/swappiness"] = "33\n";
        var shown = _bench.Undo(id);
        _kernel["proc/sys/vm/swappiness"] = "10\n";
        Assert.Equal(ChangeState.Kept, Forced(shown).State);
        Assert.Equal("60\n", _kernel["proc/sys/vm/swappiness"]);
    }

    private ExecutionResult Forced(ExecutionResult shown) => Assert.Single(new Undo(_bench.Workbench).Run(shown.Change, "root", true, shown.Seen));

    [Fact]
    public void Undoes_an_undo_and_that_again()
    {
        var id = _bench.Keep("mm.thp", "never");
        var undo = _bench.Undo(id).Change;
        Assert.Equal("always [madvise] never\n", _kernel["sys/kernel/mm/thp/enabled"]);
        var again = _bench.Undo(undo).Change;
        Assert.Equal("always madvise [never]\n", _kernel["sys/kernel/mm/thp/enabled"]);
        Assert.Equal(again, _bench.Journal.Kept("boot-1")[0].Id);
        _bench.Undo("last");
        Assert.Equal("always [madvise] never\n", _kernel["sys/kernel/mm/thp/enabled"]);
    }

    [Fact]
    public void Undoes_all_newest_first_and_then_has_nothing_left()
    {
        var before = _kernel.Snapshot();
        _bench.Keep("vm.swappiness", "10");
        _bench.Keep("vm.swappiness", "30");
        Assert.Equal(["c3", "c4"], new Undo(_bench.Workbench).Run("all", "root", false).Select(result => result.Change));
        Assert.Equal(before, _kernel.Snapshot());
        Assert.Empty(new Undo(_bench.Workbench).Run("last", "root", false));
    }

    [Theory]
    [InlineData("c99")]
    [InlineData("")]
    [InlineData("c")]
    [InlineData("c-1")]
    [InlineData("c99999999999999999999999")]
    [InlineData("'; DROP TABLE change; --")]
    public void Says_where_there_is_no_such_change(string id) => Assert.Contains("there is no change", _bench.Undo(id).Note);

    [Fact]
    public void Undoes_a_change_once()
    {
        var id = _bench.Keep("vm.swappiness", "10");
        _bench.Undo(id);
        Assert.Contains("nothing of it to undo", _bench.Undo(id).Note);
    }

    [Fact]
    public void Refuses_in_another_network_namespace_where_none_can_be_looked_for()
    {
        var id = _bench.Keep("net.core.somaxconn", "4096");
        _bench.NetNamespace = "net:[2]";
        Assert.Contains("in network namespace net:[1], which cannot be reached: this process is in net:[2]", _bench.Undo(id, force: true).Note);
        Assert.Equal("4096\n", _kernel["proc/sys/net/core/somaxconn"]);
    }

    [Fact]
    public void Refuses_after_a_reboot()
    {
        var id = _bench.Keep("vm.swappiness", "10");
        _kernel["proc/sys/kernel/random/boot_id"] = "boot-2\n";
        Assert.Contains("earlier boot", _bench.Undo(id).Note);
    }

    [Fact]
    public void Says_what_stands_where_the_kernel_refuses_and_can_be_tried_again()
    {
        var id = _bench.Keep("vm.swappiness", "10");
        var busy = true;
        _kernel.Answers("proc/sys/vm/swappiness", text => busy ? throw new IOException("EBUSY") : text);
        var failed = _bench.Undo(id);
        Assert.Equal((ChangeState.Incomplete, OutcomeKind.Failed, "EBUSY", "10"),
            (failed.State, failed.Outcomes[0].Outcome, failed.Outcomes[0].Reason, failed.Outcomes[0].Now));
        busy = false;
        Assert.Equal(ChangeState.Kept, _bench.Undo(id).State);
        Assert.Equal("60\n", _kernel["proc/sys/vm/swappiness"]);
    }

    [Fact]
    public void Undoes_a_rollback_that_was_incomplete()
    {
        var result = _bench.Apply(Some.Plan(_kernel).Set("vm.swappiness", "10").Set("vm.dirty_ratio", "15"));
        _kernel["proc/sys/vm/swappiness"] = "33\n";
        _bench.Executor.Revert(result.Change, "it did not help");
        Assert.Equal(ChangeState.Kept, _bench.Undo(result.Change, force: true).State);
        Assert.Equal(("60\n", "20\n"), (_kernel["proc/sys/vm/swappiness"], _kernel["proc/sys/vm/dirty_ratio"]));
    }

    [Fact]
    public void Gives_back_both_forms_of_a_limit_and_again_the_other_way()
    {
        ExecutorTests.WithForms(_kernel);
        var before = _kernel.Snapshot();
        var id = _bench.Keep("vm.dirty_bytes", "268435456");
        var after = _kernel.Snapshot();
        var undo = _bench.Undo(id);
        Assert.Equal(ChangeState.Kept, undo.State);
        Assert.Equal(before, _kernel.Snapshot());
        Assert.Equal(ChangeState.Kept, _bench.Undo(undo.Change).State);
        Assert.Equal(after, _kernel.Snapshot());
    }
}
