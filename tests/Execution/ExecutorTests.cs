using Kernward.Domain;
using Kernward.Execution;
using Kernward.Tests.Support;

namespace Kernward.Tests.Execution;

public sealed class ExecutorTests : IDisposable
{
    private readonly FakeKernel _kernel = Some.Kernel();
    private readonly Bench _bench;

    public ExecutorTests() => _bench = new Bench(_kernel);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Applies_every_step_and_waits_for_the_confirmation()
    {
        var result = _bench.Apply(Some.Plan(_kernel).Set("vm.swappiness", "10").Set("mm.thp", "never"));
        Assert.Equal(ChangeState.Pending, result.State);
        Assert.Equal("c1", result.Change);
        Assert.Equal(["10", "never"], result.Outcomes.Select(outcome => outcome.Now));
        Assert.All(result.Outcomes, outcome => Assert.Equal(OutcomeKind.Applied, outcome.Outcome));
        Assert.Equal("always madvise [never]\n", _kernel["sys/kernel/mm/thp/enabled"]);
    }

    [Fact]
    public void Notes_the_edit_before_it_is_made()
    {
        ChangeRecord? seen = null;
        _kernel.OnWrite = (_, _) =>
        {
            using var other = Journal.Open(_bench.State, _bench.Time);
            seen = other.Find("c1");
        };
        _bench.Apply(Some.Plan(_kernel).Set("vm.swappiness", "10"));
        Assert.Equal((ChangeState.Applying, EditState.Intended, "60\n", "10\n"),
            (seen!.State, seen.Edits[0].State, seen.Edits[0].Before, seen.Edits[0].Written));
    }

    [Fact]
    public void Takes_nothing_back_that_it_kept()
    {
        var id = _bench.Keep("vm.swappiness", "10");
        _bench.Reopen();
        Assert.Empty(new Recovery(_bench.Workbench).Settle());
        Assert.Equal((ChangeState.Kept, "10\n"), (_bench.StateOf(id), _kernel["proc/sys/vm/swappiness"]));
    }

    [Fact]
    public void Gives_a_reverted_change_back_byte_for_byte()
    {
        var before = _kernel.Snapshot();
        var result = _bench.Apply(Some.Plan(_kernel).Set("net.ipv4.tcp_rmem", "4096 131072 8388608").Set("mm.thp", "never"));
        var reverted = _bench.Executor.Revert(result.Change, "it did not help");
        Assert.Equal(ChangeState.Reverted, reverted.State);
        Assert.All(reverted.Outcomes, outcome => Assert.Equal(OutcomeKind.Reverted, outcome.Outcome));
        Assert.Equal(before, _kernel.Snapshot());
    }

    [Fact]
    public void Rolls_back_newest_first_when_a_step_fails()
    {
        var before = _kernel.Snapshot();
        _kernel.Answers("proc/sys/kernel/panic", _ => throw new IOException("proc/sys/kernel/panic: write failed with EINVAL"));
        var result = _bench.Apply(Some.Plan(_kernel).Set("vm.swappiness", "10").Set("mm.thp", "never").Set("kernel.panic", "5").Set("vm.dirty_ratio", "15"));
        Assert.Equal([OutcomeKind.Reverted, OutcomeKind.Reverted, OutcomeKind.Failed, OutcomeKind.Refused], result.Outcomes.Select(outcome => outcome.Outcome));
        Assert.Equal("proc/sys/kernel/panic: write failed with EINVAL", result.Outcomes[2].Reason);
        Assert.Equal(["sys/kernel/mm/thp/enabled=madvise", "proc/sys/vm/swappiness=60"], _kernel.Writes[^2..]);
        Assert.Equal(ChangeState.Failed, result.State);
        Assert.Equal(before, _kernel.Snapshot());
    }

    [Fact]
    public void Refuses_a_value_that_moved_since_the_plan()
    {
        var plan = Some.Plan(_kernel).Set("vm.dirty_ratio", "15").Set("vm.swappiness", "10").Approved();
        _kernel["proc/sys/vm/swappiness"] = "30\n";
        var result = _bench.Executor.Apply(plan);
        Assert.Equal([OutcomeKind.Reverted, OutcomeKind.Refused], result.Outcomes.Select(outcome => outcome.Outcome));
        Assert.Equal("30", result.Outcomes[1].Now);
        Assert.Equal(("30\n", "20\n"), (_kernel["proc/sys/vm/swappiness"], _kernel["proc/sys/vm/dirty_ratio"]));
    }

    [Fact]
    public void Says_what_the_kernel_made_of_a_value()
    {
        _kernel.WithGroups2();
        var result = _bench.Apply(Some.Plan(_kernel).Set("cgroup.memory.max", "1000000000", "/system.slice/backup.service"));
        Assert.Equal((OutcomeKind.Applied, "999997440"), (result.Outcomes[0].Outcome, result.Outcomes[0].Now));
    }

    [Fact]
    public void Fails_where_the_kernel_kept_the_old_value()
    {
        _kernel.Answers("proc/sys/vm/swappiness", _ => "60\n");
        var result = _bench.Apply(Some.Plan(_kernel).Set("vm.swappiness", "10"));
        Assert.Equal((ChangeState.Failed, "the kernel took 10 and kept 60"), (result.State, result.Outcomes[0].Reason));
    }

    [Fact]
    public void Fails_where_the_kernel_made_another_value_of_it_and_takes_that_back()
    {
        _kernel.Answers("proc/sys/vm/swappiness", text => text == "100\n" ? "77\n" : text);
        var result = _bench.Apply(Some.Plan(_kernel).Set("vm.swappiness", "100"));
        Assert.Equal((ChangeState.Failed, "60\n"), (result.State, _kernel["proc/sys/vm/swappiness"]));
        Assert.Equal("100 was asked for and became 77", result.Outcomes[0].Reason);
    }

    [Fact]
    public void Leaves_a_change_by_someone_else_alone_and_says_what_stands()
    {
        var result = _bench.Apply(Some.Plan(_kernel).Set("vm.swappiness", "10").Set("vm.dirty_ratio", "15"));
        _kernel["proc/sys/vm/swappiness"] = "33\n";
        var reverted = _bench.Executor.Revert(result.Change, "it did not help");
        Assert.Equal(ChangeState.Incomplete, reverted.State);
        Assert.Equal([OutcomeKind.Failed, OutcomeKind.Reverted], reverted.Outcomes.Select(outcome => outcome.Outcome));
        Assert.Contains("was '60' before, Kernward set '10', it is '33' now", reverted.Outcomes[0].Reason);
        Assert.Equal(("33\n", "20\n"), (_kernel["proc/sys/vm/swappiness"], _kernel["proc/sys/vm/dirty_ratio"]));
    }

    [Fact]
    public void Calls_a_rollback_incomplete_that_the_kernel_refuses()
    {
        var result = _bench.Apply(Some.Plan(_kernel).Set("vm.swappiness", "10"));
        _kernel.Answers("proc/sys/vm/swappiness", _ => throw new IOException("EBUSY"));
        var reverted = _bench.Executor.Revert(result.Change, "it did not help");
        Assert.Equal((ChangeState.Incomplete, OutcomeKind.Failed, "EBUSY", "10"),
            (reverted.State, reverted.Outcomes[0].Outcome, reverted.Outcomes[0].Reason, reverted.Outcomes[0].Now));
        Assert.Equal(ChangeState.Incomplete, _bench.StateOf(result.Change));
    }

    [Fact]
    public void Has_nothing_to_give_back_of_a_group_that_is_gone()
    {
        _kernel.WithGroups2();
        var result = _bench.Apply(Some.Plan(_kernel).Set("cgroup.cpu.weight", "50", "/system.slice/backup.service"));
        foreach (var path in _kernel.Snapshot().Keys.Where(path => path.Contains("backup"))) _kernel.Remove(path);
        var reverted = _bench.Executor.Revert(result.Change, "it did not help");
        Assert.Equal((ChangeState.Gone, OutcomeKind.Reverted), (reverted.State, reverted.Outcomes[0].Outcome));
        Assert.Equal("'/system.slice/backup.service' is gone, and its value with it", reverted.Outcomes[0].Reason);
    }

    [Fact]
    public void Gives_back_the_form_of_a_limit_that_the_kernel_set_to_zero()
    {
        WithForms(_kernel);
        var before = _kernel.Snapshot();
        var result = _bench.Apply(Some.Plan(_kernel).Set("vm.dirty_bytes", "268435456"));
        Assert.Equal((ChangeState.Pending, "0\n"), (result.State, _kernel["proc/sys/vm/dirty_ratio"]));
        Assert.Equal(ChangeState.Reverted, _bench.Executor.Revert(result.Change, "it did not help").State);
        Assert.Equal(before, _kernel.Snapshot());
    }

    [Fact]
    public void Gives_back_the_queue_depth_that_a_new_scheduler_took()
    {
        const string queue = "sys/block/sda/queue/";
        _kernel.With(queue + "nr_requests", "64\n").WithChoice(queue + "scheduler", "[none] mq-deadline\n");
        var choose = _kernel;
        _kernel.OnWrite = (_, path) =>
        {
            if (path == queue + "scheduler") choose[queue + "nr_requests"] = "256\n";
        };
        var before = _kernel.Snapshot();
        var result = _bench.Apply(Some.Plan(_kernel).Set("block.queue.scheduler", "mq-deadline", "sda"));
        Assert.Equal((ChangeState.Pending, "256\n"), (result.State, _kernel[queue + "nr_requests"]));
        Assert.Equal(ChangeState.Reverted, _bench.Executor.Revert(result.Change, "it did not help").State);
        Assert.Equal(before, _kernel.Snapshot());
    }

    [Fact]
    public void Makes_two_edits_of_one_file_for_two_devices()
    {
        _kernel.WithGroups2();
        var before = _kernel.Snapshot();
        var result = _bench.Apply(Some.Plan(_kernel).Set("cgroup.io.max", "8:0 rbps=1000 8:16 wbps=2000", "/system.slice/backup.service"));
        Assert.Equal("8:0 rbps=1000 8:16 wbps=2000", Assert.Single(result.Outcomes).Now);
        Assert.Equal(ChangeState.Reverted, _bench.Executor.Revert(result.Change, "it did not help").State);
        Assert.Equal(before, _kernel.Snapshot());
    }

    [Fact]
    public void Confirms_only_what_is_pending()
    {
        var id = _bench.Keep("vm.swappiness", "10");
        Assert.Contains("does not wait", _bench.Executor.Confirm(id).Note);
        Assert.Contains("does not wait", _bench.Executor.Revert(id, "").Note);
        Assert.Contains("no change", _bench.Executor.Confirm("c99").Note);
        Assert.Equal("10\n", _kernel["proc/sys/vm/swappiness"]);
    }

    private sealed class Broken : IActuator
    {
        public string Kind => "sysfs";

        public string? Read(Kernward.Machine.Host host, Tunable tunable, string scope) => "madvise";

        public IReadOnlyList<FileEdit> Edits(Kernward.Machine.Host host, Tunable tunable, string scope, TunableValue value) => throw new InvalidOperationException();
    }

    [Fact]
    public void Takes_all_back_where_it_breaks_off_for_a_reason_that_nobody_thought_of()
    {
        var tunables = new ActuatorSet(Some.Knowledge, [new Kernward.Plugins.Actuators.SysctlActuator(), new Broken()]);
        var executor = new Executor(_bench.Workbench with { Tunables = tunables });
        Assert.Throws<InvalidOperationException>(() => executor.Apply(Some.Plan(_kernel).Set("vm.swappiness", "10").Set("mm.thp", "never").Approved()));
        Assert.Equal((ChangeState.Failed, "60\n"), (_bench.StateOf("c1"), _kernel["proc/sys/vm/swappiness"]));
    }

    internal static void WithForms(FakeKernel kernel)
    {
        kernel.With("proc/sys/vm/dirty_bytes", "0\n");
        kernel.Answers("proc/sys/vm/dirty_bytes", text =>
        {
            if (text.Trim() == "0") throw new IOException("proc/sys/vm/dirty_bytes: write failed with EINVAL");
            kernel["proc/sys/vm/dirty_ratio"] = "0\n";
            return text;
        });
        kernel.Answers("proc/sys/vm/dirty_ratio", text =>
        {
            if (kernel["proc/sys/vm/dirty_ratio"] != text) kernel["proc/sys/vm/dirty_bytes"] = "0\n";
            return text;
        });
    }
}
