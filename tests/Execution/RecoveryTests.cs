using Kernward.Execution;
using Kernward.Tests.Support;

namespace Kernward.Tests.Execution;

public sealed class RecoveryTests
{
    private sealed class Killed : Exception;

    private static PlanDraft Plan(FakeKernel kernel) => Some.Plan(kernel)
        .Set("vm.swappiness", "10").Set("cgroup.cpu.weight", "300", "/system.slice/db.service").Set("mm.thp", "never")
        .Set("cgroup.io.max", "8:0 rbps=1000 wbps=5", "/system.slice/db.service").Set("vm.dirty_bytes", "268435456");

    private static FakeKernel Kernel()
    {
        var kernel = Some.Kernel().WithGroups1();
        ExecutorTests.WithForms(kernel);
        return kernel;
    }

    /// <summary>Before and after every single write of applying.</summary>
    [Fact]
    public void Settles_a_plan_that_died_at_any_write()
    {
        for (var write = 1; write <= 6; write++)
            foreach (var after in new[] { false, true })
                Settles(bench => bench.Apply(Plan(bench.Kernel)), write, after);
    }

    [Fact]
    public void Settles_a_rollback_that_died_at_any_write()
    {
        for (var write = 7; write <= 12; write++)
            foreach (var after in new[] { false, true })
                Settles(bench => bench.Executor.Revert(bench.Apply(Plan(bench.Kernel)).Change, ""), write, after);
    }

    /// <summary>An undo that died is finished.</summary>
    [Fact]
    public void Settles_an_undo_that_died_at_any_write()
    {
        for (var write = 7; write <= 12; write++)
            foreach (var after in new[] { false, true })
            {
                using var bench = new Bench(Kernel());
                var before = bench.Kernel.Snapshot();
                var id = bench.Apply(Plan(bench.Kernel)).Change;
                bench.Executor.Confirm(id);
                Kill(bench, write, after, () => bench.Undo(id));
                new Recovery(bench.Workbench).Settle();
                AssertSame(before, bench, write, after);
                Assert.Equal(ChangeState.Reverted, bench.StateOf(id));
                Assert.Empty(bench.Journal.Unsettled());
            }
    }

    /// <summary>The kernel may show a value of its own between two writes of an undo; whoever finds that did not set it.</summary>
    [Fact]
    public void Finishes_an_undo_that_left_a_value_which_is_neither_old_nor_ours()
    {
        using var bench = new Bench(Kernel());
        var before = bench.Kernel.Snapshot();
        var id = bench.Apply(Some.Plan(bench.Kernel).Set("vm.swappiness", "10").Set("mm.thp", "never")).Change;
        bench.Executor.Confirm(id);
        Kill(bench, 4, after: false, () => bench.Undo(id));
        bench.Kernel["sys/kernel/mm/thp/enabled"] = "[always] madvise never\n";
        new Recovery(bench.Workbench).Settle();
        AssertSame(before, bench, 4, after: false);
        Assert.Equal(ChangeState.Reverted, bench.StateOf(id));
    }

    [Fact]
    public void Settles_a_recovery_that_died_at_any_write()
    {
        for (var write = 7; write <= 12; write++)
            Settles(bench =>
            {
                bench.Apply(Plan(bench.Kernel));
                new Recovery(bench.Workbench).Settle();
            }, write, after: true);
    }

    [Fact]
    public void Takes_back_what_was_not_confirmed()
    {
        using var bench = new Bench(Kernel());
        var before = bench.Kernel.Snapshot();
        var id = bench.Apply(Plan(bench.Kernel)).Change;
        bench.Reopen();
        var settled = Assert.Single(new Recovery(bench.Workbench).Settle());
        Assert.Equal((id, ChangeState.Reverted), (settled.Change, settled.State));
        Assert.Equal(before, bench.Kernel.Snapshot());
        Assert.Empty(new Recovery(bench.Workbench).Settle());
    }

    [Fact]
    public void Writes_nothing_after_a_reboot_and_marks_what_is_gone()
    {
        using var bench = new Bench(Kernel());
        var kept = bench.Keep("vm.dirty_ratio", "15");
        var pending = bench.Apply(Some.Plan(bench.Kernel).Set("vm.swappiness", "10")).Change;
        bench.Kernel["proc/sys/kernel/random/boot_id"] = "boot-2\n";
        bench.Kernel["proc/sys/vm/swappiness"] = "60\n";
        bench.Kernel.Writes.Clear();
        Assert.Equal(ChangeState.Gone, Assert.Single(new Recovery(bench.Workbench).Settle()).State);
        Assert.Equal((ChangeState.Gone, ChangeState.Gone), (bench.StateOf(kept), bench.StateOf(pending)));
        Assert.Contains("vm.dirty_ratio has the same value again", bench.Journal.Find(kept)!.Note);
        Assert.Empty(bench.Kernel.Writes);
    }

    [Fact]
    public void Leaves_what_belongs_to_another_namespace()
    {
        using var bench = new Bench(Kernel());
        var id = bench.Apply(Some.Plan(bench.Kernel).Set("net.core.somaxconn", "4096")).Change;
        bench.NetNamespace = "net:[2]";
        Assert.Contains("net:[1]", Assert.Single(new Recovery(bench.Workbench).Settle()).Note);
        Assert.Equal((ChangeState.Pending, "4096\n"), (bench.StateOf(id), bench.Kernel["proc/sys/net/core/somaxconn"]));
        bench.NetNamespace = "net:[1]";
        new Recovery(bench.Workbench).Settle();
        Assert.Equal((ChangeState.Reverted, "128\n"), (bench.StateOf(id), bench.Kernel["proc/sys/net/core/somaxconn"]));
    }

    private static void Settles(Action<Bench> what, int write, bool after)
    {
        using var bench = new Bench(Kernel());
        var before = bench.Kernel.Snapshot();
        Kill(bench, write, after, () => what(bench));
        new Recovery(bench.Workbench).Settle();
        AssertSame(before, bench, write, after);
        Assert.Empty(bench.Journal.Unsettled());
    }

    private static void AssertSame(IReadOnlyDictionary<string, string> before, Bench bench, int write, bool after)
    {
        var now = bench.Kernel.Snapshot();
        Assert.True(before.All(file => now[file.Key] == file.Value), $"killed {(after ? "after" : "before")} write {write}: "
            + string.Join(", ", before.Where(file => now[file.Key] != file.Value).Select(file => $"{file.Key} was {file.Value} is {now[file.Key]}"))
            + "; written: " + string.Join(", ", bench.Kernel.Writes));
    }

    /// <summary>Ends an action in the midst of it, before a write or after it, with nothing left but what is on disk.</summary>
    private static void Kill(Bench bench, int write, bool after, Action action)
    {
        bench.Kernel.OnWrite = (number, _) =>
        {
            if (number == write + (after ? 1 : 0)) throw new Killed();
        };
        try
        {
            action();
            if (after) write = bench.Kernel.Writes.Count;
            Assert.Equal(write, bench.Kernel.Writes.Count);
        }
        catch (Killed)
        {
            // As intended.
        }
        bench.Kernel.OnWrite = (_, _) => { };
        bench.Reopen();
    }
}
