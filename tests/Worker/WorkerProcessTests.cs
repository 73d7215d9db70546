using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kernward.Domain;
using Kernward.Execution;
using Kernward.Tests.Support;
using Kernward.Worker;
using Xunit.Abstractions;

namespace Kernward.Tests.Worker;

public sealed class WorkerProcessTests(ITestOutputHelper print) : IDisposable
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly WorkerProcess _process = new();

    public void Dispose() => _process.Dispose();

    [Fact]
    public async Task Applies_confirms_and_undoes_byte_for_byte()
    {
        var before = _process.Snapshot();
        await using var worker = _process.Start();
        var reply = await worker.AskAsync(WorkerProcess.LongPlan(), Never);
        Assert.True(reply.Ok, reply.Error?.Message);
        Assert.Equal("3072\n", _process[WorkerProcess.Shares]);
        Assert.True((await worker.ConfirmAsync("c1", Never)).Ok);
        Assert.Equal(ChangeState.Kept, (await worker.UndoAsync("c1", "root", false, Never)).Results![0].State);
        Assert.Equal(before, _process.Snapshot());
    }

    [Fact]
    public async Task Restores_when_the_pipe_is_closed()
    {
        var before = _process.Snapshot();
        await using (var worker = _process.Start())
            Assert.Equal(ChangeState.Pending, (await worker.AskAsync(WorkerProcess.LongPlan(), Never)).Results![0].State);
        Assert.Equal(before, _process.Snapshot());
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task Restores_when_it_is_told_to_end(string signal)
    {
        var before = _process.Snapshot();
        await using var worker = _process.StartUnder("env", "--default-signal");
        await worker.AskAsync(WorkerProcess.LongPlan(), Never);
        using var ending = Process.GetProcessById(worker.Pid);
        Signal(signal, worker.Pid);
        await ending.WaitForExitAsync(Never).WaitAsync(Patience.Long);
        Assert.Equal(before, _process.Snapshot());
    }

    /// <summary>As under nohup, or a CI that runs in the background.</summary>
    [Fact]
    public async Task Outlives_a_hang_up_where_it_was_started_to_ignore_it()
    {
        await using var worker = _process.StartUnder("env", "--ignore-signal=HUP");
        await worker.AskAsync(WorkerProcess.LongPlan(), Never);
        Signal("HUP", worker.Pid);
        Assert.True((await worker.ConfirmAsync("c1", Never)).Ok);
        Assert.Equal("10\n", _process[WorkerProcess.Swappiness]);
    }

    [Fact]
    public async Task Outlives_an_interrupt_from_the_terminal()
    {
        await using var worker = _process.Start();
        await worker.AskAsync(WorkerProcess.LongPlan(), Never);
        Signal("INT", worker.Pid);
        Assert.True((await worker.ConfirmAsync("c1", Never)).Ok);
        Assert.Equal("10\n", _process[WorkerProcess.Swappiness]);
    }

    [Fact]
    public async Task Restores_at_the_deadline_though_the_mind_is_silent()
    {
        await using var worker = _process.Start();
        Assert.True((await worker.AskAsync(WorkerProcess.LongPlan(deadlineS: 1), Never)).Ok);
        // The lock is given up at that moment: a second worker waits for just that.
        await using var second = _process.Start("--lock-wait", "600");
        var reply = await second.AskAsync(WorkerProcess.Plan(5, ("vm.vfs_cache_pressure", "host", "100", "50")), Never);
        Assert.True(reply.Ok, reply.Error?.Message);
        Assert.Equal("60\n", _process[WorkerProcess.Swappiness]);
        Assert.Contains("reverted, it was not confirmed in time", (await worker.ConfirmAsync("c1", Never)).Error!.Message);
    }

    [Fact]
    public async Task Names_the_holder_to_a_second_worker()
    {
        await using var worker = _process.Start();
        await worker.AskAsync(WorkerProcess.LongPlan(), Never);
        await using var second = _process.Start("--lock-wait", "1");
        var reply = await second.AskAsync(WorkerProcess.LongPlan(), Never);
        Assert.Equal($"another change is being made on this host by pid {worker.Pid} (kernward-worker)", reply.Error!.Message);
    }

    [Fact]
    public async Task Says_what_is_known_when_it_was_killed()
    {
        var worker = _process.Start();
        await worker.AskAsync(WorkerProcess.LongPlan(), Never);
        Signal("KILL", worker.Pid);
        var gone = await Assert.ThrowsAsync<WorkerException>(() => worker.ConfirmAsync("c1", Never));
        Assert.Equal("the worker ended with code 137. c1 was not confirmed: it is taken back at its deadline, or when a worker next starts.", gone.Message);
        await worker.DisposeAsync();
        await using var next = _process.Start();
        var settled = Assert.Single((await next.HelloAsync(Never)).Hello!.Settled);
        Assert.Equal(("c1", ChangeState.Reverted), (settled.Change, settled.State));
        Assert.Equal("60\n", _process[WorkerProcess.Swappiness]);
    }

    /// <summary>
    /// Forty kills and more, until twenty of them left something to put right, each a random moment after a random one of the six
    /// files had changed; whatever was reached, the next start leaves what was there before.
    /// </summary>
    [Fact]
    public async Task Loses_nothing_when_it_is_killed_in_the_middle()
    {
        const int seed = 20260303;
        print.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var before = _process.Snapshot();
        var (touched, kill) = (0, 0);
        // How many fall into the middle depends on the machine, so that it is no measure; that some did is needed.
        for (; (kill < 40 || touched < 20) && kill < 400; kill++)
        {
            var worker = _process.Start();
            await worker.HelloAsync(Never);
            var applying = worker.AskAsync(WorkerProcess.LongPlan(), Never);
            KillAfter(worker.Pid, before, random.Next(7), random.Next(4000), applying);
            await Record.ExceptionAsync(() => applying);
            await worker.DisposeAsync();
            touched += Changed(before) > 0 ? 1 : 0;
            await using var next = _process.Start();
            Assert.True((await next.HelloAsync(Never)).Ok);
            Assert.True(Changed(before) == 0, $"seed {seed}, kill {kill}");
        }
        print.WriteLine($"{touched} of {kill} kills left something to put right");
        Assert.True(touched >= 20, $"{touched} of {kill}");
    }

    private int Changed(Dictionary<string, string> before) => _process.Snapshot().Count(file => before[file.Key] != file.Value);

    private void KillAfter(int pid, Dictionary<string, string> before, int files, int spins, Task applying)
    {
        using var victim = Process.GetProcessById(pid);
        while (Changed(before) < files && !applying.IsCompleted) Thread.Yield();
        Thread.SpinWait(spins);
        victim.Kill();
    }

    /// <summary>To the program itself: whether null is refused depends on how it was compiled.</summary>
    [Fact]
    public void Refuses_null_or_nothing_where_a_value_is_needed()
    {
        var approved = JsonSerializer.SerializeToNode<WorkerRequest>(WorkerProcess.Plan(30, ("vm.swappiness", "host", "60", "10")), WorkerJson.Default.WorkerRequest)!;
        string[] places = ["plan", "plan.steps", "plan.steps.0.from", "plan.steps.0.because", "plan.intent", "plan.intent.limits", "approval.who"];
        var replies = _process.Say([.. places.Select(place => Without(approved, place, asNull: true)), .. places.Select(place => Without(approved, place, asNull: false))]);
        Assert.All(places.Concat(places).Zip(replies), pair => Assert.True((string?)pair.Second["error"]?["code"] == "malformed", $"{pair.First}: {pair.Second}"));
        Assert.Equal("60\n", _process[WorkerProcess.Swappiness]);
    }

    [Theory]
    [InlineData("/system.slice/d\0b.service")]
    [InlineData("/system.slice/../db.service")]
    [InlineData("/system.slice/...service")]
    [InlineData("\0")]
    public void Refuses_a_scope_that_is_no_place(string scope)
    {
        var plan = JsonSerializer.Serialize<WorkerRequest>(WorkerProcess.Plan(30, ("cgroup.cpu.weight", scope, "98", "300")), WorkerJson.Default.WorkerRequest);
        Assert.Equal("refused", (string?)Assert.Single(_process.Say([plan]))["error"]!["code"]);
    }

    private static string Without(JsonNode message, string place, bool asNull)
    {
        var copy = message.DeepClone();
        var at = copy;
        var names = place.Split('.');
        foreach (var name in names[..^1]) at = int.TryParse(name, out var index) ? at![index] : at![name];
        if (asNull) at![names[^1]] = null;
        else at!.AsObject().Remove(names[^1]);
        return copy.ToJsonString();
    }

    [Theory]
    [InlineData(64, "--nonsense", "1")]
    [InlineData(64, "--state")]
    [InlineData(64, "--lock-wait", "soon")]
    [InlineData(64, "--keep-mb", "63")]
    [InlineData(64, "--keep-days", "0")]
    public void Ends_with_the_right_code(int code, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(WorkerProcess.Program, arguments) { RedirectStandardError = true, RedirectStandardInput = true })!;
        process.StandardInput.Close();
        Assert.NotEmpty(process.StandardError.ReadToEnd());
        process.WaitForExit();
        Assert.Equal(code, process.ExitCode);
    }

    [Theory]
    [InlineData("/nonexistent", "/nonexistent cannot be read")]
    [InlineData("/dev/null", "/dev/null")]
    public async Task Starts_with_a_broken_policy_and_applies_nothing(string policy, string reason)
    {
        var before = _process.Snapshot();
        await using var worker = _process.Start("--policy", policy);
        Assert.True((await worker.HelloAsync(Never)).Ok);
        var reply = await worker.AskAsync(WorkerProcess.LongPlan(), Never);
        Assert.Equal("refused", reply.Error!.Code);
        Assert.Contains(reason, reply.Error.Message);
        Assert.True((await worker.HistoryAsync(5, Never)).Ok);
        Assert.Equal(before, _process.Snapshot());
    }

    [Fact]
    public void Wants_to_be_root()
    {
        // Needs root to become someone else; as someone else it is tried directly.
        var start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("setpriv", ["--reuid=65534", "--clear-groups", WorkerProcess.Program])
            : new ProcessStartInfo(WorkerProcess.Program);
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        using var process = Process.Start(start)!;
        Assert.Equal("kernward-worker changes the kernel and needs to be root.\n", process.StandardError.ReadToEnd());
        process.WaitForExit();
        Assert.Equal(77, process.ExitCode);
    }

    [Fact]
    public void Says_where_there_is_no_such_program() =>
        Assert.Throws<WorkerException>(() => WorkerClient.Start(new WorkerCommand("/nonexistent/kernward-worker", []), TimeProvider.System));

    private static void Signal(string name, int pid)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{pid}"]);
        kill.WaitForExit();
    }
}
