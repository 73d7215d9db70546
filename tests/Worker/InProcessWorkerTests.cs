using Kernward.Domain;
using Kernward.Execution;
using Kernward.Policy;
using Kernward.Tests.Support;
using Kernward.Torture.Faults;
using Kernward.Worker;

namespace Kernward.Tests.Worker;

public sealed class InProcessWorkerTests : IDisposable
{
    private const string File = "proc/sys/vm/swappiness";
    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly TemporaryDirectory _state = new();
    private readonly FaultTime _time = new();
    private readonly FakeKernel _kernel = Some.Kernel();
    private readonly InProcessWorker _worker;

    public InProcessWorkerTests() => _worker = Another();

    public void Dispose()
    {
        _worker.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _state.Dispose();
    }

    private InProcessWorker Another(PolicyOptions? policy = null) =>
        new(new WorkerSetup(_state.Path, _kernel, _kernel, Some.Tunables, _time) { Policy = policy ?? new PolicyOptions() });

    private Task<WorkerReply> ApplyAsync(string to = "10", int deadline = 60)
    {
        var plan = Some.Plan(_kernel).Set("vm.swappiness", to).Make();
        return _worker.ApplyAsync(plan, Some.Yes with { PlanId = plan.Id }, TimeSpan.FromSeconds(deadline), Never);
    }

    private static ChangeState State(WorkerReply reply) => Assert.Single(reply.Results!).State;

    [Fact]
    public async Task Keeps_what_is_confirmed()
    {
        Assert.Equal(ChangeState.Pending, State(await ApplyAsync()));
        Assert.Equal(ChangeState.Kept, State(await _worker.ConfirmAsync("c1", Never)));
        _time.Pass(TimeSpan.FromHours(1));
        Assert.Equal(("10\n", 0), (_kernel[File], _time.Timers));
    }

    [Fact]
    public async Task Takes_back_what_is_not_confirmed_in_time()
    {
        await ApplyAsync(deadline: 60);
        _time.Pass(TimeSpan.FromSeconds(59));
        Assert.Equal("10\n", _kernel[File]);
        _time.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal("60\n", _kernel[File]);
        var late = await _worker.ConfirmAsync("c1", Never);
        Assert.Equal("c1 does not wait for a confirmation: reverted, it was not confirmed in time", late.Error!.Message);
    }

    [Fact]
    public async Task Takes_back_on_request()
    {
        await ApplyAsync();
        Assert.Equal(ChangeState.Reverted, State(await _worker.RevertAsync("c1", Never)));
        Assert.Equal("60\n", _kernel[File]);
    }

    [Fact]
    public async Task Takes_back_when_it_ends()
    {
        await ApplyAsync();
        await _worker.DisposeAsync();
        Assert.Equal("60\n", _kernel[File]);
        Assert.Equal("busy", (await _worker.HelloAsync(Never)).Error!.Code);
    }

    [Fact]
    public async Task Does_one_change_at_a_time()
    {
        await ApplyAsync();
        Assert.Equal("busy", (await ApplyAsync("20")).Error!.Code);
        Assert.Equal("busy", (await _worker.UndoAsync("last", "root", false, Never)).Error!.Code);
        Assert.Equal("10\n", _kernel[File]);
    }

    [Fact]
    public async Task Two_workers_of_different_states_do_not_both_write()
    {
        using var host = new TemporaryDirectory();
        using var otherState = new TemporaryDirectory();
        InProcessWorker Worker(string state, string command) => new(new WorkerSetup(state, _kernel, _kernel, Some.Tunables, _time)
        {
            HostLockDirectory = host.Path, LockWait = TimeSpan.Zero, Command = command,
        });
        var plan = Some.Plan(_kernel).Set("vm.swappiness", "10").Make();
        var second = Some.Plan(_kernel).Set("mm.thp", "never").Make();
        await using var first = Worker(_state.Path, "one installation");
        await using var other = Worker(otherState.Path, "another installation");
        Assert.True((await first.ApplyAsync(plan, Some.Yes with { PlanId = plan.Id }, TimeSpan.FromSeconds(60), Never)).Ok);
        var refused = await other.ApplyAsync(second, Some.Yes with { PlanId = second.Id }, TimeSpan.FromSeconds(60), Never);
        Assert.Equal($"another change is being made on this host by pid {Environment.ProcessId} (one installation)", refused.Error!.Message);
        await first.ConfirmAsync("c1", Never);
        Assert.True((await other.ApplyAsync(second, Some.Yes with { PlanId = second.Id }, TimeSpan.FromSeconds(60), Never)).Ok);
    }

    [Fact]
    public async Task Tells_what_became_manual_with_hello_and_history()
    {
        await ApplyAsync();
        await _worker.ConfirmAsync("c1", Never);
        Assert.Empty((await _worker.HelloAsync(Never)).Manual!);
        _kernel[File] = "33\n";
        Assert.Equal("33", Assert.Single((await _worker.HelloAsync(Never)).Manual!).Now);
        Assert.Equal("vm.swappiness", Assert.Single((await _worker.HistoryAsync(5, Never)).Manual!).Tunable);
    }

    [Fact]
    public async Task Rules_itself_and_says_why_not()
    {
        var plan = Some.Plan(_kernel).Set("vm.drop_caches", "3").Make();
        var reply = await _worker.ApplyAsync(plan, Some.Yes with { PlanId = plan.Id }, TimeSpan.FromSeconds(5), Never);
        Assert.Equal(("refused", Decision.Deny), (reply.Error!.Code, reply.Ruling!.Decision));
        Assert.Empty(_kernel.Writes);
    }

    [Fact]
    public async Task Wants_the_approval_of_this_plan()
    {
        var plan = Some.Plan(_kernel).Set("vm.swappiness", "10").Make();
        var reply = await _worker.ApplyAsync(plan, Some.Yes with { PlanId = "sha256:another" }, TimeSpan.FromSeconds(5), Never);
        Assert.Contains("the approval is for plan sha256:another", reply.Error!.Message);
        Assert.Empty(_kernel.Writes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(3601)]
    public async Task Wants_a_deadline_of_at_most_an_hour(int seconds) => Assert.Equal("bad-request", (await ApplyAsync(deadline: seconds)).Error!.Code);

    [Fact]
    public async Task Leaves_alone_what_someone_else_took_over_until_released()
    {
        await ApplyAsync();
        await _worker.ConfirmAsync("c1", Never);
        _kernel[File] = "33\n";
        var refused = await ApplyAsync("20");
        Assert.Contains(refused.Ruling!.Reasons, reason => reason.Rule == "manual");
        Assert.Equal(1, (await _worker.ReleaseAsync("vm.swappiness", Never)).Released);
        Assert.Equal(ChangeState.Pending, State(await ApplyAsync("20")));
    }

    [Fact]
    public async Task Undoes_and_tells_the_history()
    {
        await ApplyAsync();
        await _worker.ConfirmAsync("c1", Never);
        Assert.Equal(ChangeState.Kept, State(await _worker.UndoAsync("last", "eve", false, Never)));
        var history = (await _worker.HistoryAsync(10, Never)).History!;
        Assert.Equal(["c2 kept eve", "c1 reverted root"], history.Select(change => $"{change.Id} {change.State.ToString().ToLowerInvariant()} {change.Approval.Who}"));
        Assert.Equal("bad-request", (await _worker.HistoryAsync(0, Never)).Error!.Code);
    }

    [Fact]
    public async Task Tells_the_second_worker_who_has_the_lock()
    {
        await ApplyAsync();
        await using var second = Another();
        var plan = Some.Plan(_kernel).Set("vm.dirty_ratio", "15").Make();
        var asking = second.ApplyAsync(plan, Some.Yes with { PlanId = plan.Id }, TimeSpan.FromSeconds(5), Never);
        Assert.False(asking.IsCompleted);
        _time.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal($"another change is being made on this host by pid {Environment.ProcessId} (kernward)", (await asking).Error!.Message);
        Assert.True((await second.HelloAsync(Never)).Ok);
        Assert.Equal("10\n", _kernel[File]);
    }

    [Fact]
    public async Task Lets_the_second_worker_go_on_when_the_first_is_done()
    {
        await ApplyAsync();
        await using var second = Another();
        var plan = Some.Plan(_kernel).Set("vm.dirty_ratio", "15").Make();
        var asking = second.ApplyAsync(plan, Some.Yes with { PlanId = plan.Id }, TimeSpan.FromSeconds(5), Never);
        await _worker.ConfirmAsync("c1", Never);
        _time.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(ChangeState.Pending, State(await asking));
    }

    [Fact]
    public async Task Says_honestly_what_it_is()
    {
        var hello = (await _worker.HelloAsync(Never)).Hello!;
        Assert.Equal(("", "here", "boot-1", Environment.ProcessId), (hello.Sandbox, hello.Host, hello.Boot, hello.Pid));
    }

    [Fact]
    public async Task Changes_nothing_after_damage_to_the_journal_until_that_is_accepted()
    {
        System.IO.File.WriteAllText(Path.Combine(_state.Path, "journal.db"), new string('x', 5000));
        for (var again = 0; again < 2; again++)
        {
            Assert.Contains("journal.db.damaged-", (await _worker.HistoryAsync(10, Never)).JournalDamage);
            Assert.Equal("journal", (await ApplyAsync()).Error!.Code);
        }
        Assert.Contains("journal.db.damaged-", (await _worker.HelloAsync(Never)).JournalDamage);
        Assert.Empty(_kernel.Writes);
        Assert.True((await _worker.AcceptDamageAsync(Never)).Ok);
        Assert.Null((await _worker.HelloAsync(Never)).JournalDamage);
        Assert.Equal(ChangeState.Pending, State(await ApplyAsync()));
        await _worker.ConfirmAsync("c1", Never);
        Assert.Equal("bad-request", (await _worker.AcceptDamageAsync(Never)).Error!.Code);
    }

    [Fact]
    public async Task Applies_nothing_by_a_broken_policy_and_still_undoes_and_tells()
    {
        Assert.Equal(ChangeState.Pending, State(await ApplyAsync()));
        await _worker.ConfirmAsync("c1", Never);
        await using var broken = Another(new PolicyOptions { Broken = ["policy.json: 'max_steps' is 0"] });
        var plan = Some.Plan(_kernel).Set("vm.swappiness", "20").Make();
        var reply = await broken.ApplyAsync(plan, Some.Yes with { PlanId = plan.Id }, TimeSpan.FromSeconds(60), Never);
        Assert.Equal(("refused", "the policy cannot be used: policy.json: 'max_steps' is 0"), (reply.Error!.Code, reply.Error.Message));
        Assert.Single((await broken.HistoryAsync(10, Never)).History!);
        Assert.Equal(ChangeState.Kept, State(await broken.UndoAsync("c1", "root", false, Never)));
        Assert.Equal("60\n", _kernel[File]);
    }

    [Fact]
    public async Task Makes_so_many_changes_an_hour_and_no_more()
    {
        await using var slow = Another(new PolicyOptions { MaxChangesPerHour = 2 });
        Task<WorkerReply> Apply()
        {
            var plan = Some.Plan(_kernel).Set("vm.swappiness", "10").Make();
            return slow.ApplyAsync(plan, Some.Yes with { PlanId = plan.Id }, TimeSpan.FromSeconds(60), Never);
        }
        for (var change = 1; change <= 2; change++)
        {
            Assert.True((await Apply()).Ok);
            await slow.RevertAsync($"c{change}", Never);
        }
        Assert.Equal("2 changes were made in the last hour; policy allows 2 (max_changes_per_hour)", (await Apply()).Error!.Message);
        _time.Pass(TimeSpan.FromMinutes(61));
        Assert.True((await Apply()).Ok);
    }
}
