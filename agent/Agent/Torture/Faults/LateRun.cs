using Kernward.Execution;
using Kernward.Policy;
using Kernward.Worker;

namespace Kernward.Torture.Faults;

/// <summary>
/// Plays one fault that comes while values are given back. While it lasts every file holds its old or its new value, and none is said
/// to be back that is not; once it is over, all that is not somebody else's is given back on request.
/// </summary>
internal sealed class LateRun(ScratchSpace scratch)
{
    /// <summary>Empty where nothing was lost.</summary>
    public async Task<string> RunAsync(LateCase fault, CancellationToken cancel)
    {
        await using var scene = new FaultScene(scratch);
        var told = new List<string>();
        var change = await AppliedAsync(scene, fault, cancel).ConfigureAwait(false);
        if (fault.Under == Under.Undo) scene.Kernel.CountAnew();
        // A dead undo had noted all its writes and read none back: until that is settled nobody can tell another's value from the kernel's doing.
        if (fault.Under == Under.RecoveryOfUndo) scene.Doubtful.UnionWith(FaultScene.Knobs.Select(knob => knob.Path));
        fault.Arrange(scene);
        var results = fault.Under == Under.Undo
            ? (await scene.Worker.UndoAsync(change, "torture", false, cancel).ConfigureAwait(false)).Results ?? []
            : (await scene.Worker.HelloAsync(cancel).ConfigureAwait(false)).Hello?.Settled ?? [];
        FaultRun.Note(told, results);
        var wrong = Meanwhile(scene, results);
        if (wrong.Length == 0) wrong = await fault.Then(scene).ConfigureAwait(false);
        return wrong.Length > 0 ? wrong : await AfterAsync(scene, change, told, cancel).ConfigureAwait(false);
    }

    /// <summary>Applies and, for an undo, keeps; then has the worker killed where it is a recovery that the fault comes in.</summary>
    private static async Task<string> AppliedAsync(FaultScene scene, LateCase fault, CancellationToken cancel)
    {
        if (fault.Under == Under.RecoveryOfApply) DieAt(scene, fault.DiesAt);
        var plan = scene.Plan;
        var applied = await scene.Worker.ApplyAsync(plan, new Approval(plan.Id, "torture", "--yes", scene.Time.GetUtcNow()), FaultRun.Deadline, cancel).ConfigureAwait(false);
        var change = applied.Results![0].Change;
        if (fault.Under == Under.RecoveryOfApply)
        {
            scene.Kernel.Calm();
            scene.Thaw();
            return change;
        }
        await scene.Worker.ConfirmAsync(change, cancel).ConfigureAwait(false);
        if (fault.Under == Under.Undo) return change;
        scene.Kernel.CountAnew();
        DieAt(scene, Math.Min(fault.DiesAt, FaultScene.Knobs.Count));
        await scene.Worker.UndoAsync(change, "torture", false, cancel).ConfigureAwait(false);
        scene.Kernel.Calm();
        scene.Thaw();
        return change;
    }

    /// <summary>The writer counts a write before it is made.</summary>
    private static void DieAt(FaultScene scene, int write) => scene.Kernel.Before = touch =>
    {
        if (touch.IsWrite && scene.Kernel.Writes == write) scene.Freeze();
    };

    private static string Meanwhile(FaultScene scene, IReadOnlyList<ExecutionResult> results)
    {
        if (FaultRun.Differing(scene, (knob, now) => now == knob.Values[0].Raw || now == knob.Values[1].Raw) is { Length: > 0 } lost) return lost;
        var stands = FaultRun.Differing(scene, (knob, now) => now == knob.Values[0].Raw);
        return stands.Length > 0 && results.Any(result => result.State is ChangeState.Reverted || (result.State == ChangeState.Kept && result.Outcomes.Any(outcome => outcome.Outcome == Domain.OutcomeKind.Reverted)))
            ? $"it was said to be given back, and {stands}" : "";
    }

    /// <summary>A fresh worker settles what is left, and an undo gives back what stands.</summary>
    private static async Task<string> AfterAsync(FaultScene scene, string change, List<string> told, CancellationToken cancel)
    {
        scene.Calm();
        await scene.Worker.DisposeAsync().ConfigureAwait(false);
        scene.Replace();
        var hello = await scene.Worker.HelloAsync(cancel).ConfigureAwait(false);
        if (!hello.Ok) return $"a fresh worker answered {hello.Error!.Message}";
        FaultRun.Note(told, hello.Hello!.Settled);
        if (FaultRun.Differing(scene, (knob, now) => now == knob.Values[0].Raw).Length > 0)
            FaultRun.Note(told, await scene.Worker.UndoAsync(change, "torture", false, cancel).ConfigureAwait(false));
        var stands = FaultRun.Differing(scene, (knob, now) => now == knob.Values[0].Raw);
        if (stands.Length > 0 && !(scene.Theirs.Count > 0 && told.Exists(text => text.Contains("someone else changed it", StringComparison.Ordinal))))
            return $"{stands}: {told[^1]}";
        var history = await scene.Worker.HistoryAsync(20, cancel).ConfigureAwait(false);
        return history.History?.FirstOrDefault(record => record.State.IsUnsettled) is { } open ? $"{open.Id} is {open.State} in the end" : "";
    }
}
