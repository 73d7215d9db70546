using Kernward.Execution;
using Kernward.Policy;
using Kernward.Worker;

namespace Kernward.Torture.Faults;

/// <summary>
/// Plays one fault to its end and says what was lost: every file must hold its old or its new value, as a whole plan; what
/// somebody else put there stays; what could not be given back is told, and given back on request once
/// the fault is over.
/// </summary>
internal sealed class FaultRun(ScratchSpace scratch)
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(600);

    /// <summary>Empty where nothing was lost.</summary>
    public async Task<string> RunAsync(FaultCase fault, CancellationToken cancel)
    {
        await using var scene = new FaultScene(scratch);
        var told = new List<string>();
        fault.Arrange(scene);
        await ActAsync(scene, fault, told, cancel).ConfigureAwait(false);
        if (fault.IsBackAtOnce && Differing(scene, (knob, now) => now == knob.Values[0].Raw) is { Length: > 0 } stands) return "at once, " + stands;
        scene.Calm();
        await scene.Worker.DisposeAsync().ConfigureAwait(false);
        scene.Replace();
        var hello = await scene.Worker.HelloAsync(cancel).ConfigureAwait(false);
        Note(told, hello.Hello?.Settled ?? []);
        var change = (await scene.Worker.HistoryAsync(10, cancel).ConfigureAwait(false)).History is [.., var first] ? first : null;
        var state = change?.State ?? ChangeState.Failed;
        var wrong = fault.Expected is { } expected && state != expected ? $"it ended as {state} and not {expected}" : Check(scene, state);
        if (wrong.Length > 0 || state is not (ChangeState.Kept or ChangeState.Incomplete)) return wrong;
        return await UndoneAsync(scene, change!.Id, told, cancel).ConfigureAwait(false);
    }

    /// <summary>What is touched where no fault comes.</summary>
    public async Task<FaultPoints> PointsAsync(CancellationToken cancel)
    {
        var (looks, touches) = (new Dictionary<(Knob, Ending), int>(), new Dictionary<Ending, int>());
        foreach (var ending in Enum.GetValues<Ending>())
        {
            await using var scene = new FaultScene(scratch);
            await ActAsync(scene, new FaultCase("none", ending, _ => { }), [], cancel).ConfigureAwait(false);
            foreach (var knob in FaultScene.Knobs) looks[(knob, ending)] = scene.Kernel.Looks(knob.Path);
            touches[ending] = scene.Kernel.Touches;
        }
        return new FaultPoints(looks, touches);
    }

    private static async Task ActAsync(FaultScene scene, FaultCase fault, List<string> told, CancellationToken cancel)
    {
        var plan = scene.Plan;
        var approval = new Approval(plan.Id, "torture", "--yes", scene.Time.GetUtcNow());
        var applied = await scene.Worker.ApplyAsync(plan, approval, Deadline, cancel).ConfigureAwait(false);
        Note(told, applied);
        if (applied.Results is not [{ State: ChangeState.Pending } pending]) return;
        fault.WhilePending(scene);
        if (fault.Ending == Ending.Confirm) Note(told, await scene.Worker.ConfirmAsync(pending.Change, cancel).ConfigureAwait(false));
        else if (fault.Ending == Ending.Revert) Note(told, await scene.Worker.RevertAsync(pending.Change, cancel).ConfigureAwait(false));
        else await scene.Worker.DisposeAsync().ConfigureAwait(false);
    }

    private static string Check(FaultScene scene, ChangeState state) => state switch
    {
        ChangeState.Kept => Differing(scene, (knob, now) => now == scene.New(knob)),
        ChangeState.Reverted or ChangeState.Failed => Differing(scene, (knob, now) => now == knob.Values[0].Raw),
        // What a fault kept from being given back stands, and is undone below; beside what is somebody else's nothing stands.
        ChangeState.Incomplete when scene.Theirs.Count == 0 => Differing(scene, (knob, now) => now == knob.Values[0].Raw || now == scene.New(knob)),
        ChangeState.Incomplete => Differing(scene, (knob, now) => now == knob.Values[0].Raw),
        _ => $"it ended as {state}",
    };

    /// <summary>The change is undone as an operator would, without force: what is somebody else's stays, and that is said.</summary>
    private static async Task<string> UndoneAsync(FaultScene scene, string change, List<string> told, CancellationToken cancel)
    {
        var reply = await scene.Worker.UndoAsync(change, "torture", false, cancel).ConfigureAwait(false);
        Note(told, reply);
        if (reply.Results is [{ State: ChangeState.Kept, Change: var undo }] && undo != change)
            return Differing(scene, (knob, now) => now == knob.Values[0].Raw);
        // Where somebody took away all that was left of it, nothing can be given back.
        if (reply.Results is [{ State: ChangeState.Gone }]) return Differing(scene, (knob, now) => now == knob.Values[0].Raw);
        return scene.Theirs.Count > 0 && told.Exists(text => text.Contains("someone else changed it", StringComparison.Ordinal))
            ? Differing(scene, (knob, now) => now == scene.New(knob) || now == knob.Values[0].Raw)
            : $"its undo was answered with {told[^1]}";
    }

    internal static string Differing(FaultScene scene, Func<Knob, string?, bool> isRight) => string.Join("; ", FaultScene.Knobs
        .Where(knob => scene.Theirs.ContainsKey(knob.Path) ? !IsTheirs(scene, knob) : !isRight(knob, scene.Kernel[knob.Path]))
        .Select(knob => $"{knob.Tunable} holds '{scene.Kernel[knob.Path]?.TrimEnd('\n')}'"));

    /// <summary>
    /// What somebody else put there stands. Where they did so between a write and the look after it, their value is what the kernel
    /// seems to have made of ours, and is taken back like that.
    /// </summary>
    private static bool IsTheirs(FaultScene scene, Knob knob) =>
        scene.Kernel[knob.Path] == scene.Theirs[knob.Path] || (scene.Doubtful.Contains(knob.Path) && scene.Kernel[knob.Path] == knob.Values[0].Raw);

    internal static void Note(List<string> told, WorkerReply reply)
    {
        if (reply.Error is { } error) told.Add(error.Message);
        Note(told, reply.Results ?? []);
    }

    internal static void Note(List<string> told, IReadOnlyList<ExecutionResult> results) =>
        told.AddRange(results.SelectMany(result => result.Outcomes.Select(outcome => outcome.Reason).Append(result.Note)));
}
