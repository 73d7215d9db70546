using Kernward.Domain;
using Kernward.Execution;
using Kernward.Machine;
using Kernward.Tests.Support;
using Kernward.Worker;

namespace Kernward.Tests.Worker;

/// <summary>The real program on the real kernel: in network namespaces of its own, and on a control group made for it.</summary>
public sealed class WorkerOnThisKernelTests : IDisposable
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly TemporaryDirectory _state = new();
    private readonly string _group = $"kernward-test-{Environment.ProcessId}";

    public void Dispose()
    {
        if (Directory.Exists(Group)) Directory.Delete(Group);
        _state.Dispose();
    }

    private string Group => $"/sys/fs/cgroup/cpu/{_group}";

    [RootFact]
    public async Task Applies_keeps_and_undoes_in_the_namespace_that_is_meant_and_in_no_other()
    {
        var before = File.ReadAllText("/proc/sys/net/core/somaxconn");
        await using (var worker = InNewNamespace())
        {
            // A new network namespace has the kernel's defaults, whatever this one has.
            var reply = await worker.AskAsync(Plan(("net.core.somaxconn", "host", "4096", "8192"), ("net.ipv4.tcp_syn_retries", "host", "6", "5")), Never);
            Assert.True(reply.Ok, reply.Error?.Message);
            Assert.Equal(ChangeState.Pending, reply.Results![0].State);
            Assert.Equal(ChangeState.Kept, (await worker.ConfirmAsync("c1", Never)).Results![0].State);
            Assert.Equal(before, File.ReadAllText("/proc/sys/net/core/somaxconn"));
            Assert.Equal(ChangeState.Kept, (await worker.UndoAsync("c1", "root", false, Never)).Results![0].State);
        }
    }

    [RootFact]
    public async Task Gives_odd_shares_back_on_version_1()
    {
        if (!Directory.Exists("/sys/fs/cgroup/cpu")) return;
        Directory.CreateDirectory(Group);
        File.WriteAllText(Group + "/cpu.shares", "1000");
        await using var worker = InNewNamespace();
        var reply = await worker.AskAsync(Plan(("cgroup.cpu.weight", "/" + _group, "98", "300"), ("cgroup.cpu.max", "/" + _group, "max", "1.5")), Never);
        Assert.True(reply.Ok, reply.Error?.Message);
        Assert.Equal(["300", "1.5"], reply.Results![0].Outcomes.Select(outcome => outcome.Now));
        Assert.Equal(("3072\n", "150000\n"), (File.ReadAllText(Group + "/cpu.shares"), File.ReadAllText(Group + "/cpu.cfs_quota_us")));
        Assert.Equal(ChangeState.Reverted, (await worker.RevertAsync("c1", Never)).Results![0].State);
        Assert.Equal(("1000\n", "-1\n"), (File.ReadAllText(Group + "/cpu.shares"), File.ReadAllText(Group + "/cpu.cfs_quota_us")));
    }

    /// <summary>The journal knows the group by the number of its directory, which the kernel gives to no other.</summary>
    [RootFact]
    public async Task Writes_nothing_to_a_group_that_was_removed_and_made_anew_while_no_worker_lived()
    {
        if (!Directory.Exists("/sys/fs/cgroup/cpu")) return;
        Directory.CreateDirectory(Group);
        var host = new LiveHost(TimeProvider.System);
        var number = host.Identity(Group[1..]);
        await using (var dead = InNewNamespace())
        {
            var reply = await dead.AskAsync(Plan(("cgroup.cpu.weight", "/" + _group, "100", "300")), Never);
            Assert.True(reply.Ok, reply.Error?.Message);
            using var process = System.Diagnostics.Process.GetProcessById((await dead.HelloAsync(Never)).Hello!.Pid);
            process.Kill();
        }
        Assert.Equal("3072\n", File.ReadAllText(Group + "/cpu.shares"));
        Directory.Delete(Group);
        Directory.CreateDirectory(Group);
        Assert.NotEqual(number, host.Identity(Group[1..]));
        await using var worker = InNewNamespace();
        Assert.Contains("made anew since", (await worker.UndoAsync("c1", "root", true, Never)).Results![0].Note);
        Assert.Equal("1024\n", File.ReadAllText(Group + "/cpu.shares"));
        Assert.Equal(ChangeState.Gone, (await worker.HelloAsync(Never)).Hello!.Settled.Single().State);
    }

    private WorkerClient InNewNamespace() => WorkerClient.Start(
        new WorkerCommand("unshare", ["--net", WorkerProcess.Program, "--state", _state.Path]) { Timeout = TimeSpan.FromMinutes(5) }, TimeProvider.System);

    internal static ApplyRequest Plan(params (string Tunable, string Scope, string From, string To)[] steps)
    {
        var here = HostIdentity.Of(new LiveHost(TimeProvider.System));
        var plan = PlanHash.Seal(WorkerProcess.Plan(60, steps).Plan with { Host = here.Name, Boot = here.Boot });
        return new ApplyRequest(plan, Some.Yes with { PlanId = plan.Id }, 60);
    }
}
