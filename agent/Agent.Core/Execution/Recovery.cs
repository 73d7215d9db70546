using Kernward.BootFiles;
using Kernward.Domain;

namespace Kernward.Execution;

/// <summary>Puts right what a dead worker left. The caller holds the <see cref="HostLock"/>, so that no living one is disturbed.</summary>
public sealed class Recovery(Workbench bench)
{
    /// <summary>
    /// Takes back every change that was not confirmed, and finishes every undo, newest first; marks what a reboot has ended. What
    /// files of ours have set again at boot goes on as a change of this boot.
    /// Returns what it found. Throws <see cref="JournalException"/>.
    /// </summary>
    public IReadOnlyList<ExecutionResult> Settle()
    {
        var boot = bench.Identity.Boot;
        Sweep();
        var settled = bench.Journal.Unsettled().Select(change => change.Boot == boot ? Settle(change)
            : Stands(change) ? Settle(OfThisBoot(change)) : End(change, "it was not confirmed when the host went down")).ToList();
        foreach (var change in bench.Journal.Outlived(boot))
        {
            if (Stands(change)) CarryOver(change, boot);
            else End(change, "the host was booted since");
        }
        return settled;
    }

    /// <summary>A file that a dead worker did not put in place is in nobody's way: where it cannot be taken away, it stays.</summary>
    private void Sweep()
    {
        try
        {
            bench.BootFiles?.Sweep();
        }
        catch (IOException)
        {
            // The next write of that file takes it away, or says why not.
        }
    }

    /// <summary>True where a file of a plan's change is in place, so that the host set its value at boot.</summary>
    private bool Stands(ChangeRecord change) => change.SetsPlannedValues && change.Edits.Any(Stands);

    private bool Stands(EditRecord edit) => OwnFile.Is(edit.Path) && edit.State != EditState.Restored && bench.Read(edit.Path) == edit.Written;

    private void CarryOver(ChangeRecord change, string boot)
    {
        var kept = change.Edits.Where(Stands).Select(edit => edit.Step).ToHashSet();
        bench.Journal.CarryOver(change, boot, [.. change.Edits.Select(bench.Bound)], [.. change.Edits.Where(edit => !kept.Contains(edit.Step))]);
    }

    private ChangeRecord OfThisBoot(ChangeRecord change)
    {
        var bound = change.Edits.Select(bench.Bound).ToList();
        bench.Journal.Rebind(change, bound);
        return change with { Edits = bound };
    }

    private ExecutionResult Settle(ChangeRecord change)
    {
        using var reach = Reach.Of(bench, change);
        if (reach.Problem.Length > 0) return new ExecutionResult(change.Id, change.State, [], $"left as it is: {reach.Problem}");
        return change.SetsPlannedValues
            ? new Rollback(reach.Bench).Run(change, ChangeState.Reverted, "the worker ended before it was confirmed")
            : Finish(change);
    }

    /// <summary>
    /// Begins the undo again, which takes what was given back already for done. The first one is marked after that, so that a
    /// second death in between is found again.
    /// </summary>
    private ExecutionResult Finish(ChangeRecord undo)
    {
        var result = new Undo(bench).Again(undo);
        bench.Journal.SetState(undo, ChangeState.Failed, $"the worker ended in the middle of it; see {result.Change}");
        return result;
    }

    /// <summary>A reboot takes runtime values with it; where one is there again, something else sets it, and the note says so.</summary>
    private ExecutionResult End(ChangeRecord change, string why)
    {
        var same = change.Edits.Where(edit => edit.Written.Length > 0 && bench.IsReachable(edit with { Identity = "" })
                && edit.ReadBack is { } ours && bench.Read(edit.Path) is { } now && edit.PartOf(now) == edit.PartOf(ours))
            .Select(edit => edit.Tunable).Distinct().ToList();
        var note = same.Count == 0 ? why : $"{why}; {string.Join(", ", same)} has the same value again, set by something else";
        bench.Journal.SetState(change, ChangeState.Gone, note);
        return new ExecutionResult(change.Id, ChangeState.Gone, [], note);
    }
}
