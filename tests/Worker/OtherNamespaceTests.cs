using System.Diagnostics;
using Kernward.Domain;
using Kernward.Execution;
using Kernward.Tests.Support;
using Kernward.Worker;

namespace Kernward.Tests.Worker;

/// <summary>
/// The real program on the real kernel: what a worker set inside one network namespace, which the test made, is settled by a worker
/// that is in none of the test's.
/// </summary>
public sealed class OtherNamespaceTests : IDisposable
{
    private const string Backlog = "/proc/sys/net/core/somaxconn";
    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly TemporaryDirectory _state = new();
    private readonly string _before = File.ReadAllText(Backlog);

    public void Dispose()
    {
        Assert.Equal(_before, File.ReadAllText(Backlog));
        _state.Dispose();
    }

    public static TheoryData<bool> Keepers => [false, true];

    private NamespaceHolder Holder(bool byMount) =>
        byMount ? NamespaceHolder.ByMount(Path.Combine(Directory.GetParent(_state.Path)!.FullName, "net")) : NamespaceHolder.ByProcess();

    [RootTheory]
    [MemberData(nameof(Keepers))]
    public async Task An_undo_from_outside_is_made_inside_whatever_keeps_the_namespace(bool byMount)
    {
        using var inside = Holder(byMount);
        await KeepAsync(inside);
        Assert.Equal("8192\n", inside[Backlog]);
        await using var worker = Start(Outside);
        Assert.Equal(ChangeState.Kept, Only(await worker.UndoAsync("c1", "root", false, Never)).State);
        Assert.Equal("4096\n", inside[Backlog]);
        var again = Only(await worker.UndoAsync("c2", "root", false, Never));
        Assert.Equal((ChangeState.Kept, "8192"), (again.State, again.Outcomes[0].Now));
        inside[Backlog] = "777";
        var shown = Only(await worker.UndoAsync("last", "root", false, Never));
        Assert.Contains("was '4096' before, Kernward set '8192', it is '777' now", shown.Outcomes[0].Reason);
        inside[Backlog] = "778";
        var anew = Only(await worker.UndoSeenAsync(shown, "root", Never));
        Assert.Equal((Undo.NotForced, "778\n"), (anew.Note, inside[Backlog]));
        Assert.Equal(ChangeState.Kept, Only(await worker.UndoSeenAsync(anew, "root", Never)).State);
        Assert.Equal("4096\n", inside[Backlog]);
    }

    [RootFact]
    public async Task What_a_killed_worker_left_inside_is_given_back_by_one_outside()
    {
        using var inside = NamespaceHolder.ByProcess();
        await using (var dead = Start(["nsenter", $"--net={inside.Path}", .. Outside]))
        {
            Assert.Equal(ChangeState.Pending, Only(await dead.AskAsync(Plan, Never)).State);
            using var process = Process.GetProcessById((await dead.HelloAsync(Never)).Hello!.Pid);
            process.Kill();
        }
        Assert.Equal("8192\n", inside[Backlog]);
        await using var worker = Start(Outside);
        // An undo waits for the lock, and settles first.
        Assert.Contains("c1 is reverted", Only(await worker.UndoAsync("c1", "root", false, Never)).Note);
        Assert.Equal("4096\n", inside[Backlog]);
        Assert.Equal((ChangeState.Reverted, "c1"), (await worker.HelloAsync(Never)).Hello!.Settled.Select(settled => (settled.State, settled.Change)).Single());
    }

    [RootTheory]
    [MemberData(nameof(Keepers))]
    public async Task A_namespace_that_ended_takes_the_change_with_it(bool byMount)
    {
        using var inside = Holder(byMount);
        await KeepAsync(inside);
        inside.End();
        await using var worker = Start(Outside);
        var undone = Only(await worker.UndoAsync("c1", "root", true, Never));
        Assert.Equal((ChangeState.Gone, OutcomeKind.Reverted), (undone.State, undone.Outcomes[0].Outcome));
        Assert.Matches(@"^network namespace net:\[\d+\] is gone, and its values with it$", undone.Outcomes[0].Reason);
    }

    private async Task KeepAsync(NamespaceHolder inside)
    {
        await using var worker = Start(["nsenter", $"--net={inside.Path}", .. Outside]);
        Assert.Equal(ChangeState.Pending, Only(await worker.AskAsync(Plan, Never)).State);
        Assert.Equal(ChangeState.Kept, Only(await worker.ConfirmAsync("c1", Never)).State);
    }

    private static ApplyRequest Plan => WorkerOnThisKernelTests.Plan(("net.core.somaxconn", "host", "4096", "8192"));

    /// <summary>Others on this machine may be at work as well; each waits its turn.</summary>
    private string[] Outside => [WorkerProcess.Program, "--state", _state.Path, "--lock-wait", "300"];

    private static WorkerClient Start(string[] words) => WorkerClient.Start(
        new WorkerCommand(words[0], words[1..]) { Timeout = TimeSpan.FromMinutes(5) }, TimeProvider.System);

    private static ExecutionResult Only(WorkerReply reply)
    {
        Assert.True(reply.Ok, reply.Error?.Message);
        return Assert.Single(reply.Results!);
    }
}
