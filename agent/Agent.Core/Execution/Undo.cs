using Kernward.Domain;

namespace Kernward.Execution;

/// <summary>
/// Takes kept changes back, in any order. Each undo is a change of its own in the journal, and can be undone by its id. Where a
/// later change that stays has set the same file, nothing is written: that later one now leads back to where this one began.
/// What was set in another network namespace is taken back there. The caller holds the <see cref="HostLock"/>.
/// </summary>
public sealed partial class Undo(Workbench bench)
{
    /// <summary>The note of a change that was left as it is because somebody else set its values since; the outcomes say which.</summary>
    public const string NotForced = "someone else changed it since";

    private readonly EditRun _run = new(bench);

    /// <summary>Who wants it; whether also what somebody else set since, and then whether only what these saw (empty: whatever it is).</summary>
    private sealed record Order(string Who, bool Force, string Seen = "");

    /// <summary>
    /// <paramref name="which"/>: <c>last</c>, <c>all</c> (newest first), or an id. One result for each change; none where there
    /// is nothing to undo. With <paramref name="force"/> a value that somebody else set since is taken back too; where
    /// <paramref name="seen"/> is not empty (<see cref="ExecutionResult.Seen"/>), only while that value is still the one that was
    /// shown. Throws <see cref="JournalException"/> where the journal cannot be read.
    /// </summary>
    public IReadOnlyList<ExecutionResult> Run(string which, string who, bool force, string seen = "")
    {
        var order = new Order(who, force, seen);
        if (which is not ("last" or "all"))
            return [bench.Journal.Find(which) is { } named ? TakeBack(named, order) : Unknown(which)];
        var inForce = bench.Journal.Kept(bench.Identity.Boot).Where(change => change.SetsPlannedValues && change.Edits.Count > 0);
        return [.. (which == "all" ? inForce : inForce.Take(1)).Select(change => TakeBack(change, order))];
    }

    /// <summary>
    /// Does again what a dead worker had begun. Between its write and its look a file may hold what is neither old nor ours (the
    /// kernel's own value for a file that changes along with another): where it had noted to write, that is taken for its doing.
    /// Throws <see cref="JournalException"/>.
    /// </summary>
    internal ExecutionResult Again(ChangeRecord dead) => bench.Journal.Find(dead.Undoes) is { } undone
        ? TakeBack(undone, new Order(dead.Approval.Who, dead.Approval.How == Journal.ForcedUndo),
            [.. dead.Edits.Where(edit => edit.State == EditState.Intended).Select(edit => edit.Place)])
        : Unknown(dead.Undoes);

    private static ExecutionResult Unknown(string which) => new("", ChangeState.Failed, [], $"there is no change '{Shown.Safe(which)}'");

    private ExecutionResult TakeBack(ChangeRecord change, Order order, params IReadOnlyList<(string, string)> begun)
    {
        if (Unable(change) is { } reason) return new ExecutionResult(change.Id, change.State, [], reason);
        using var reach = Reach.Of(bench, change);
        return reach.Problem.Length > 0
            ? new ExecutionResult(change.Id, change.State, [], $"{change.Id} is left as it is: {reach.Problem}")
            : new Undo(reach.Bench).TakeBackHere(change, order, begun);
    }

    private string? Unable(ChangeRecord change)
    {
        if (change.State is not (ChangeState.Kept or ChangeState.Incomplete))
            return $"{change.Id} is {AgentWord(change.State)}, there is nothing of it to undo" + (change.Note.Length > 0 ? $" ({change.Note})" : "");
        if (change.Boot != bench.Identity.Boot) return $"{change.Id} is of an earlier boot, its values went with it";
        return change.Edits.Count == 0 ? $"{change.Id} wrote nothing" : null;
    }

    private ExecutionResult TakeBackHere(ChangeRecord change, Order order, IReadOnlyList<(string, string)> begun)
    {
        var parts = Parts(change);
        if (parts.Count > 0 && parts.TrueForAll(part => part.Gone.Length > 0)) return Ended(change, parts);
        var foreign = parts.Where(part => part.Foreign.Length > 0 && !begun.Contains(part.Oldest.Place)).ToList();
        return foreign.Count > 0 && !(order.Force && (order.Seen.Length == 0 || order.Seen == Fingerprint(foreign)))
            ? Left(change, foreign)
            : Write(change, order, parts);
    }

    /// <summary>Nothing of it is left that could be given back.</summary>
    private ExecutionResult Ended(ChangeRecord change, List<Part> parts)
    {
        var (note, outcomes) = (parts[0].Gone, Outcomes(parts));
        try
        {
            bench.Journal.SetState(change, ChangeState.Gone, note);
        }
        catch (JournalException e)
        {
            note += $"; that could not be noted: {e.Message}";
        }
        return new ExecutionResult(change.Id, ChangeState.Gone, outcomes, note);
    }

    private ExecutionResult Left(ChangeRecord change, List<Part> foreign) => new(change.Id, change.State,
        [.. foreign.Select(part => Outcome(part.Oldest, OutcomeKind.Refused, part.Foreign))], NotForced) { Seen = Fingerprint(foreign) };

    private ExecutionResult Write(ChangeRecord undone, Order order, List<Part> parts)
    {
        ChangeRecord undo;
        try
        {
            undo = bench.Journal.BeginUndo(undone, order.Who, order.Force);
        }
        catch (JournalException e)
        {
            return new ExecutionResult(undone.Id, undone.State, [.. parts.Select(part => Outcome(part.Oldest, OutcomeKind.Refused, e.Message))], e.Message);
        }
        var open = parts.Where(part => part.Cover is null && part.Gone.Length == 0).ToList();
        var wanted = open.ToDictionary(part => part.Oldest.Place, part => part.Oldest.PartOf(part.Oldest.Before));
        var sandbox = bench.Confine(open.Select(part => part.Newest.Path), givesBack: true);
        TryNote(undo, sandbox);
        var problem = _run.Make(undo, [.. open.Select(Inverse)], (edit, now) => edit.PartOf(now) == wanted[edit.Place]);
        if (problem is { IsUntouched: true }) return Overtaken(undo, undone, problem);
        // What is gone by now is looked for last, as it can go at any moment.
        var left = open.Where(part => part.Oldest.PartOf(bench.Read(part.Oldest.Path) ?? "") != wanted[part.Oldest.Place]
            && bench.Gone(part.Oldest).Length == 0).ToList();
        return (left.Count == 0 ? Finish(undo, undone, parts) : Stands(undo, parts, left, problem)) with { Sandbox = sandbox };
    }

    /// <summary>
    /// Somebody set a file after it was looked at, and before anything was written: it is told anew what is there, as whoever wanted
    /// the undo has not seen it.
    /// </summary>
    private ExecutionResult Overtaken(ChangeRecord undo, ChangeRecord undone, EditProblem problem)
    {
        var parts = Parts(undone);
        var foreign = parts.Where(part => part.Foreign.Length > 0).ToList();
        try
        {
            bench.Journal.SetState(undo, ChangeState.Failed, problem.Text);
        }
        catch (JournalException)
        {
            // Nothing of it was written; the next start ends it.
        }
        return foreign.Count > 0 ? Left(undone, foreign)
            : Left(undone, []) with { Outcomes = [.. parts.Select(part => Outcome(part.Oldest, OutcomeKind.Refused, problem.Text))] };
    }

    /// <summary>Values are given back even where the journal cannot be told how.</summary>
    private void TryNote(ChangeRecord undo, string sandbox)
    {
        try
        {
            bench.Journal.Confined(undo, sandbox);
        }
        catch (JournalException)
        {
            // Make notes its edits in the same journal, and says so where that fails.
        }
    }

    private ExecutionResult Finish(ChangeRecord undo, ChangeRecord undone, List<Part> parts)
    {
        var outcomes = Outcomes(parts);
        try
        {
            bench.Journal.FinishUndo(undo, undone, [.. parts.Where(part => part.Cover is not null).Select(part => (part.Cover!.Value.Change,
                part.Cover.Value.Edit with { Before = part.Oldest.Before, Restore = part.Oldest.Restore, From = part.Oldest.From }))]);
            return new ExecutionResult(undo.Id, ChangeState.Kept, outcomes, undo.Summary);
        }
        catch (JournalException e)
        {
            return new ExecutionResult(undo.Id, ChangeState.Incomplete, outcomes, $"the values are back, but that could not be noted; the next start looks again: {e.Message}");
        }
    }

    private ExecutionResult Stands(ChangeRecord undo, List<Part> parts, List<Part> left, EditProblem? problem)
    {
        var reason = problem?.Text ?? "the kernel took the old value but kept another";
        try
        {
            bench.Journal.SetState(undo, ChangeState.Incomplete, reason);
        }
        catch (JournalException e)
        {
            reason += "; " + e.Message;
        }
        return new ExecutionResult(undo.Id, ChangeState.Incomplete,
            [.. parts.Select(part => left.Contains(part)
                ? Outcome(part.Oldest, OutcomeKind.Failed, reason)
                : Outcome(part.Oldest, OutcomeKind.Reverted, part.Gone))],
            undo.Summary);
    }

    private StepOutcome Outcome(EditRecord edit, OutcomeKind kind, string reason) => new(edit.Step, kind, edit.Tunable, edit.Scope,
        edit.From, edit.To, bench.Now(edit), reason);

    private static string AgentWord(ChangeState state) => state.ToString().ToLowerInvariant();
}
