using Kernward.Domain;

namespace Kernward.Execution;

/// <summary>Takes a whole change back and says how that went, step by step.</summary>
internal sealed class Rollback(Workbench bench)
{
    private readonly Restorer _restorer = new(bench);

    /// <summary>
    /// State <paramref name="state"/> where the host is as it was before, else incomplete; gone instead of reverted where nothing was
    /// left that could be given back. <paramref name="why"/> is noted.
    /// </summary>
    public ExecutionResult Run(ChangeRecord change, ChangeState state, string why)
    {
        TryState(change, ChangeState.Reverting, why);
        var known = TryFind(change);
        if (known is null) return new ExecutionResult(change.Id, ChangeState.Incomplete, [], "the journal cannot be read; the next start takes the change back");
        var problems = _restorer.Restore(known);
        if (_restorer.Sandbox == "none") why += "; given back without a sandbox, as none was to be had";
        var gone = known.Edits.Select(bench.Gone).ToList();
        var reached = problems.Count > 0 ? ChangeState.Incomplete
            : state == ChangeState.Reverted && gone.Count > 0 && gone.TrueForAll(reason => reason.Length > 0) ? ChangeState.Gone : state;
        if (gone.Find(reason => reason.Length > 0) is { } told) why += $"; {told}";
        TryState(change, reached, why);
        return new ExecutionResult(change.Id, reached, Outcomes(known, problems), why);
    }

    private IReadOnlyList<StepOutcome> Outcomes(ChangeRecord change, IReadOnlyDictionary<EditRecord, string> problems) =>
    [
        .. change.Edits.GroupBy(edit => edit.Step).Select(step =>
        {
            var edit = step.First();
            var left = problems.Where(problem => problem.Key.Step == step.Key).Select(problem => problem.Value).FirstOrDefault("");
            var gone = step.Select(bench.Gone).FirstOrDefault(reason => reason.Length > 0) ?? "";
            return new StepOutcome(step.Key, left.Length == 0 ? OutcomeKind.Reverted : OutcomeKind.Failed,
                edit.Tunable, edit.Scope, edit.From, edit.To, bench.Now(edit), left.Length == 0 ? gone : left);
        }),
    ];

    private ChangeRecord? TryFind(ChangeRecord change)
    {
        try
        {
            return bench.Journal.Find(change.Id);
        }
        catch (JournalException)
        {
            return null;
        }
    }

    private void TryState(ChangeRecord change, ChangeState state, string why)
    {
        try
        {
            bench.Journal.SetState(change, state, why);
        }
        catch (JournalException)
        {
            // It stays unsettled in the journal, so that the next start looks at it again.
        }
    }
}
