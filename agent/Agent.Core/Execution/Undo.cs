using Kernward.BootFiles;
using Kernward.Domain;

namespace Kernward.Execution;

/// <summary>
/// Takes kept changes back, in any order. Each undo is a change of its own in the journal, and can be undone by its id. Where a
/// later change that stays has set the same file, nothing is written: that later one now leads back to where this one began.
/// The caller holds the <see cref="HostLock"/>.
/// </summary>
public sealed class Undo(Workbench bench)
{
    /// <summary>The note of a change that was left as it is because somebody else set its values since; the outcomes say which.</summary>
    public const string NotForced = "someone else changed it since";

    private readonly EditRun _run = new(bench);

    /// <summary>
    /// <paramref name="which"/>: <c>last</c>, <c>all</c> (newest first), or an id. One result for each change; none where there
    /// is nothing to undo. With <paramref name="force"/> a value that somebody else set since is taken back too. Throws
    /// <see cref="JournalException"/> where the journal cannot be read.
    /// </summary>
    public IReadOnlyList<ExecutionResult> Run(string which, string who, bool force)
    {
        if (which is not ("last" or "all"))
            return [bench.Journal.Find(which) is { } named ? TakeBack(named, who, force) : Unknown(which)];
        var inForce = bench.Journal.Kept(bench.Identity.Boot).Where(change => change.SetsPlannedValues && change.Edits.Count > 0);
        return [.. (which == "all" ? inForce : inForce.Take(1)).Select(change => TakeBack(change, who, force))];
    }

    /// <summary>
    /// Does again what a dead worker had begun. Between its write and its look a file may hold what is neither old nor ours (the
    /// kernel's own value for a file that changes along with another): where it had noted to write, that is taken for its doing.
    /// Throws <see cref="JournalException"/>.
    /// </summary>
    internal ExecutionResult Again(ChangeRecord dead) => bench.Journal.Find(dead.Undoes) is { } undone
        ? TakeBack(undone, dead.Approval.Who, dead.Approval.How == Journal.ForcedUndo,
            [.. dead.Edits.Where(edit => edit.State == EditState.Intended).Select(edit => edit.Place)])
        : Unknown(dead.Undoes);

    private static ExecutionResult Unknown(string which) => new("", ChangeState.Failed, [], $"there is no change '{Shown.Safe(which)}'");

    private ExecutionResult TakeBack(ChangeRecord change, string who, bool force, params IReadOnlyList<(string, string)> begun)
    {
        if (Unable(change) is { } reason) return new ExecutionResult(change.Id, change.State, [], reason);
        var parts = Parts(change);
        var foreign = force ? [] : parts.Where(part => part.Foreign.Length > 0 && !begun.Contains(part.Oldest.Place)).ToList();
        if (foreign.Count > 0)
            return new ExecutionResult(change.Id, change.State,
                [.. foreign.Select(part => Outcome(part.Oldest, OutcomeKind.Refused, part.Foreign))], NotForced);
        return Write(change, who, force, parts);
    }

    private string? Unable(ChangeRecord change)
    {
        if (change.State is not (ChangeState.Kept or ChangeState.Incomplete))
            return $"{change.Id} is {AgentWord(change.State)}, there is nothing of it to undo" + (change.Note.Length > 0 ? $" ({change.Note})" : "");
        if (change.Boot != bench.Identity.Boot) return $"{change.Id} is of an earlier boot, its values went with it";
        if (change.Edits.Count == 0) return $"{change.Id} wrote nothing";
        return change.Edits.FirstOrDefault(edit => !bench.IsReachable(edit)) is { } elsewhere
            ? $"{change.Id} set {elsewhere.Tunable} in network namespace {elsewhere.Namespace}; this process is in {bench.NetNamespace}: undo it there"
            : null;
    }

    /// <summary>One file (or one line of it) of a change, with the later change that covers it, if one does.</summary>
    private sealed record Part(EditRecord Newest, EditRecord Oldest, (ChangeRecord Change, EditRecord Edit)? Cover, string Now, string Foreign);

    private List<Part> Parts(ChangeRecord change)
    {
        var later = bench.Journal.Kept(change.Boot)
            .Where(other => other.Number > change.Number && other.SetsPlannedValues == change.SetsPlannedValues).Reverse().ToList();
        return [.. change.Edits.Where(edit => edit.State != EditState.Restored).OrderByDescending(edit => edit.Seq)
            .GroupBy(edit => edit.Place).Select(place => PartOf(place.First(), place.Last(), later))];
    }

    private Part PartOf(EditRecord newest, EditRecord oldest, List<ChangeRecord> later)
    {
        var cover = later.SelectMany(change => change.Edits.Select(edit => (change, edit)))
            .FirstOrDefault(found => found.edit.Place == oldest.Place && found.edit.Namespace == oldest.Namespace && found.edit.State == EditState.Written);
        var now = bench.Read(newest.Path);
        if (cover.change is not null) return new Part(newest, oldest, cover, now ?? "", "");
        var part = newest.PartOf(now ?? "");
        var expected = now is null || part == newest.PartOf(newest.ReadBack ?? newest.Written) || part == oldest.PartOf(oldest.Before);
        return new Part(newest, oldest, null, now ?? "", expected ? "" : Restorer.Told(newest, oldest, part));
    }

    private ExecutionResult Write(ChangeRecord undone, string who, bool force, List<Part> parts)
    {
        ChangeRecord undo;
        try
        {
            undo = bench.Journal.BeginUndo(undone, who, force);
        }
        catch (JournalException e)
        {
            return new ExecutionResult(undone.Id, undone.State, [.. parts.Select(part => Outcome(part.Oldest, OutcomeKind.Refused, e.Message))], e.Message);
        }
        var open = parts.Where(part => part.Cover is null && (part.Now.Length > 0 || bench.Exists(part.Newest.Path))).ToList();
        var wanted = open.ToDictionary(part => part.Oldest.Place, part => part.Oldest.PartOf(part.Oldest.Before));
        var sandbox = bench.Confine(open.Select(part => part.Newest.Path), givesBack: true);
        TryNote(undo, sandbox);
        var problem = _run.Make(undo, [.. open.Select(Inverse)], (edit, now) => edit.PartOf(now) == wanted[edit.Place]);
        var left = open.Where(part => part.Oldest.PartOf(bench.Read(part.Oldest.Path) ?? "") != wanted[part.Oldest.Place]).ToList();
        return (left.Count == 0 ? Finish(undo, undone, parts) : Stands(undo, parts, left, problem)) with { Sandbox = sandbox };
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

    /// <summary>Leads from what is there now to what was there before the change, and back again.</summary>
    private static EditRecord Inverse(Part part, int index) => part.Oldest with
    {
        Seq = index + 1, From = part.Oldest.To, To = part.Oldest.From, Before = part.Now,
        Restore = OwnFile.Is(part.Oldest.Path) ? OwnFile.WayBack(part.Now) : RawFile.WayBack(part.Now, part.Oldest.Restore),
        Written = part.Oldest.Restore, ReadBack = null, State = EditState.Intended,
    };

    private ExecutionResult Finish(ChangeRecord undo, ChangeRecord undone, List<Part> parts)
    {
        var outcomes = parts.GroupBy(part => part.Oldest.Step).OrderBy(step => step.Key).Select(step => Outcome(step.Last().Oldest,
            OutcomeKind.Reverted, step.FirstOrDefault(part => part.Cover is not null)?.Cover is { } cover
                ? $"{cover.Change.Id} set it later and stays; undoing that leads back to {step.Last().Oldest.From}"
                : "")).ToList();
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
                : Outcome(part.Oldest, OutcomeKind.Reverted, ""))],
            undo.Summary);
    }

    private StepOutcome Outcome(EditRecord edit, OutcomeKind kind, string reason) => new(edit.Step, kind, edit.Tunable, edit.Scope,
        edit.From, edit.To, bench.Tunables.Read(bench.Host, edit.Tunable, edit.Scope) ?? "", reason);

    private static string AgentWord(ChangeState state) => state.ToString().ToLowerInvariant();
}
