using Kernward.Execution;
using Kernward.Policy;
using Kernward.Worker;

namespace Kernward.Torture.Faults;

/// <summary>
/// A journal that cannot be written, at every stage of filling: by a limit on the size of files (an input/output error), and for
/// root by a tiny file system (full) and one that is read-only. Without a journal nothing is changed; what was changed is taken back.
/// </summary>
internal sealed class JournalFaults(ScratchSpace scratch, Tally tally)
{
    private const int Plans = 8;
    private static readonly int[] Kibibytes = [0, 4, 16, 28, 40, 64, 96, 128, 192, 256];

    /// <summary>Else the runtime itself needs files: for its code, and to be debugged.</summary>
    private static readonly string[] RuntimeWithoutFiles = ["DOTNET_EnableWriteXorExecute=0", "DOTNET_EnableDiagnostics=0"];

    private const string OwnMount = """mount -t tmpfs -o "$1" kernward-torture "$2" && shift 2 && exec "$@" """;

    public async Task RunAsync(CancellationToken cancel)
    {
        foreach (var size in Kibibytes)
            await RunAsync($"files of {size} KiB at most", ["env", "--ignore-signal=XFSZ", .. RuntimeWithoutFiles, "prlimit", $"--fsize={size * 1024}"], cancel).ConfigureAwait(false);
        if (!Environment.IsPrivilegedProcess) return;
        foreach (var options in Kibibytes.Skip(1).Select(size => $"size={size}k").Append("ro"))
            await RunAsync($"a file system with {options}", ["unshare", "--mount", "--propagation", "private", "sh", "-c", OwnMount, "sh", options, ""], cancel).ConfigureAwait(false);
    }

    private async Task RunAsync(string name, string[] under, CancellationToken cancel)
    {
        using var scene = new TreeScene(scratch, unified: false);
        if (under[^1].Length == 0) under = [.. under[..^1], scene.State];
        var command = new WorkerCommand(under[0], [.. under[1..], WorkerCommand.Find(""), .. scene.WorkerArguments]);
        await using (var worker = WorkerClient.Start(command, TimeProvider.System))
            for (var plan = 0; plan < Plans; plan++)
            {
                cancel.ThrowIfCancellationRequested();
                await PlanAsync(scene, name, worker, cancel).ConfigureAwait(false);
            }
        Compare(scene, name);
    }

    private async Task PlanAsync(TreeScene scene, string name, WorkerClient worker, CancellationToken cancel)
    {
        var plan = TorturePlan.Of(scene.Identity, scene.Knobs, World.First, Enumerable.Range(0, 6).ToDictionary(knob => knob, _ => 1));
        try
        {
            var reply = await worker.ApplyAsync(plan, new Approval(plan.Id, "torture", "--yes", TimeProvider.System.GetUtcNow()), FaultRun.Deadline, cancel).ConfigureAwait(false);
            if (reply.Results is [{ State: ChangeState.Pending } pending])
                reply = await worker.RevertAsync(pending.Change, cancel).ConfigureAwait(false);
            if (!reply.Ok || reply.Results is not [{ State: ChangeState.Reverted }]) tally.Faulted();
            if (reply.Error is { Code: not ("journal" or "audit") } error) tally.Lost(new Loss("journal: " + name, $"{error.Code}: {error.Message}"));
        }
        catch (WorkerException e)
        {
            tally.Lost(new Loss("journal: " + name, e.Message));
        }
        Compare(scene, name);
    }

    private void Compare(TreeScene scene, string name)
    {
        if (!World.First.Is(scene.Knobs, scene.ReadAll())) tally.Lost(new Loss("journal: " + name, "values were left changed"));
    }
}
