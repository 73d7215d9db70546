using Kernward.Domain;
using Kernward.Execution;
using Kernward.Tests.Support;

namespace Kernward.Tests.Execution;

/// <summary>A control group (or a device) that was removed, and another that has its name: the old value is not that one's.</summary>
public sealed class MadeAnewTests : IDisposable
{
    private const string Db = "/system.slice/db.service";
    private const string Shares = "sys/fs/cgroup/cpu,cpuacct/system.slice/db.service/cpu.shares";
    private readonly FakeKernel _kernel = Some.Kernel().WithGroups1();
    private readonly Bench _bench;

    public MadeAnewTests() => _bench = new Bench(_kernel);

    public void Dispose() => _bench.Dispose();

    private void MakeAnew(string shares)
    {
        _kernel.MakeAnew("db.service");
        _kernel[Shares] = shares;
        _kernel.Writes.Clear();
    }

    [Theory]
    [InlineData("1024\n")]
    [InlineData("3072\n")]
    public void Recovery_writes_nothing_to_the_new_one_and_says_so(string shares)
    {
        var id = _bench.Apply(Some.Plan(_kernel).Set("cgroup.cpu.weight", "300", Db)).Change;
        MakeAnew(shares);
        _bench.Reopen();
        var settled = Assert.Single(new Recovery(_bench.Workbench).Settle());
        Assert.Equal((ChangeState.Gone, ChangeState.Gone, shares), (settled.State, _bench.StateOf(id), _kernel[Shares]));
        Assert.Equal($"'{Db}' was removed and made anew since: the value went with the old one, and nothing is written to the new one", settled.Outcomes[0].Reason);
        Assert.Contains("made anew", _bench.Journal.Find(id)!.Note);
        Assert.Empty(_kernel.Writes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_undo_writes_nothing_to_the_new_one_even_when_forced(bool force)
    {
        var id = _bench.Keep("cgroup.cpu.weight", "300", Db);
        MakeAnew("555\n");
        Assert.False(_bench.Manual.IsManual("cgroup.cpu.weight", Db));
        Assert.Equal(ChangeState.Gone, _bench.Undo(id, force).State);
        Assert.Equal("555\n", _kernel[Shares]);
        Assert.Empty(_kernel.Writes);
    }

    [Fact]
    public void What_else_the_plan_set_is_given_back_all_the_same()
    {
        var id = _bench.Apply(Some.Plan(_kernel).Set("cgroup.cpu.weight", "300", Db).Set("vm.swappiness", "10")).Change;
        MakeAnew("1024\n");
        var result = _bench.Executor.Revert(id, "it did not help");
        Assert.Equal(ChangeState.Reverted, result.State);
        Assert.Equal(["proc/sys/vm/swappiness=60"], _kernel.Writes);
        Assert.Contains("made anew", result.Outcomes[0].Reason);
        Assert.Empty(result.Outcomes[1].Reason);
    }

    [Fact]
    public void A_change_of_the_new_one_does_not_lead_back_to_what_the_old_one_had()
    {
        var old = _bench.Keep("cgroup.cpu.weight", "300", Db);
        MakeAnew("1024\n");
        var later = _bench.Keep("cgroup.cpu.weight", "200", Db);
        Assert.Equal(ChangeState.Gone, _bench.Undo(old).State);
        Assert.Equal("2048\n", _kernel[Shares]);
        Assert.Equal(ChangeState.Kept, _bench.Undo(later).State);
        Assert.Equal("1024\n", _kernel[Shares]);
    }

    /// <summary>A new scheduler makes the folder of its settings anew; the device is the same.</summary>
    [Fact]
    public void A_folder_below_a_device_may_be_made_anew()
    {
        const string depth = "sys/block/sda/queue/nr_requests";
        _kernel.With(depth, "64\n");
        var id = _bench.Apply(Some.Plan(_kernel).Set("block.queue.nr_requests", "128", "sda")).Change;
        _kernel.MakeAnew("queue");
        Assert.Equal((ChangeState.Reverted, "64\n"), (_bench.Executor.Revert(id, "it did not help").State, _kernel[depth]));
        id = _bench.Apply(Some.Plan(_kernel).Set("block.queue.nr_requests", "128", "sda")).Change;
        _kernel.MakeAnew("sda");
        Assert.Equal((ChangeState.Gone, "128\n"), (_bench.Executor.Revert(id, "it did not help").State, _kernel[depth]));
    }

    [Fact]
    public void A_plan_is_not_written_to_one_that_was_made_anew_while_it_was_noted()
    {
        _kernel.OnWrite = (number, _) =>
        {
            if (number == 1) _kernel.MakeAnew("db.service");
        };
        var result = _bench.Apply(Some.Plan(_kernel).Set("cgroup.io.max", "8:0 rbps=1000 wbps=5", Db));
        Assert.Equal((ChangeState.Failed, OutcomeKind.Refused), (result.State, result.Outcomes[0].Outcome));
        Assert.Contains("at the last moment", result.Outcomes[0].Reason);
        Assert.Single(_kernel.Writes);
    }
}
