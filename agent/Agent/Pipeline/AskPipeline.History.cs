using System.Globalization;
using Kernward.Answering;
using Kernward.Domain;
using Kernward.Execution;
using Kernward.Worker;

namespace Kernward.Pipeline;

public sealed partial class AskPipeline
{
    private const int HistoryLines = 20;

    /// <summary>Takes changes back. <paramref name="which"/>: <c>last</c>, <c>all</c> or an id.</summary>
    public Task<AskResult> UndoAsync(string which, bool force, CancellationToken cancel) => GuardedAsync(async () =>
    {
        await using var worker = await kit.Worker(cancel).ConfigureAwait(false);
        var results = Hands.Results(await worker.UndoAsync(which, Environment.UserName, force, cancel).ConfigureAwait(false));
        return Undone(results);
    });

    /// <summary>What was changed, newest first.</summary>
    public Task<AskResult> HistoryAsync(int limit, CancellationToken cancel) => GuardedAsync(async () =>
    {
        await using var worker = await kit.Worker(cancel).ConfigureAwait(false);
        var reply = await worker.HistoryAsync(limit, cancel).ConfigureAwait(false);
        if (!reply.Ok) throw Hands.Refused(reply);
        var (changes, manual) = (reply.History ?? [], reply.Manual ?? []);
        return new AskResult
        {
            ExitCode = ExitCodes.Done,
            Summary = changes.Count == 0 ? "Nothing was changed yet." : $"{changes.Count} change{(changes.Count == 1 ? "" : "s")}, newest first."
                + (manual.Count == 0 ? "" : $" {manual.Count} tunable{(manual.Count == 1 ? " is" : "s are")} manual: changed by someone else since."),
            Answer = new Answer(changes.Count == 0 ? "Nothing was changed yet." : "Changes, newest first", [.. manual.Select(taken => new AnswerRow(taken.Tunable, "manual", taken.Told)), .. changes.Select(Row)], []),
        };
    });

    /// <summary>Gives a tunable that somebody else changed back to Kernward.</summary>
    public Task<AskResult> ReleaseAsync(string name, CancellationToken cancel) => GuardedAsync(async () =>
    {
        var tunable = kit.Knowledge.Named(name)?.Tunable.Id
            ?? throw new ProblemException("unknown-tunable", $"'{Shown.Safe(name)}' is not a tunable that Kernward knows.", "`kernward explain` lists them", ExitCodes.BadInput);
        await using var worker = await kit.Worker(cancel).ConfigureAwait(false);
        var reply = await worker.ReleaseAsync(tunable, cancel).ConfigureAwait(false);
        if (!reply.Ok) throw Hands.Refused(reply);
        var summary = reply.Released > 0 ? $"{tunable} is Kernward's to change again." : $"{tunable} was not held by anybody else; nothing to release.";
        return new AskResult { ExitCode = ExitCodes.Done, Summary = summary };
    });

    private async Task<AskResult> UndoWordsAsync(AskResult result, Intent intent, CancellationToken cancel)
    {
        if (intent.Has("dry-run")) return result with { Summary = "Nothing was undone, as you asked; `kernward history` shows what could be." };
        var which = intent.Period == "all" ? "all" : intent.Value.Length > 1 && intent.Value[0] == 'c' ? intent.Value : "last";
        if (intent.Subject.Length > 0 || intent.Period is not ("" or "last" or "all" or "now"))
            return Cannot(result, "which-change", "I can take back the last change, all of them, or one by its id.",
                "`kernward history` shows the ids; then `kernward undo ID`");
        var undone = await UndoAsync(which, force: false, cancel).ConfigureAwait(false);
        return undone with { Reading = result.Reading };
    }

    private async Task<AskResult> HistoryWordsAsync(AskResult result, CancellationToken cancel) =>
        await HistoryAsync(HistoryLines, cancel).ConfigureAwait(false) with { Reading = result.Reading };

    private static AskResult Undone(IReadOnlyList<ExecutionResult> results)
    {
        if (results.Count == 0) return new AskResult { ExitCode = ExitCodes.Done, Summary = "There is nothing to undo." };
        var outcomes = results.SelectMany(result => result.Outcomes).ToList();
        var failed = results.FirstOrDefault(result => result.State == ChangeState.Incomplete);
        var refused = results.FirstOrDefault(result => result.State == ChangeState.Failed);
        var result = new AskResult { ExitCode = ExitCodes.Done, Summary = "", Outcomes = outcomes, Change = results[0].Change };
        if (failed is not null) return NotApplied(result, failed);
        if (refused is not null)
        {
            var why = refused.Note.Length > 0 ? refused.Note : refused.Outcomes.FirstOrDefault(outcome => outcome.Reason.Length > 0)?.Reason ?? "it could not be undone";
            var problem = new Problem("not-undone", $"Not undone: {Shown.Safe(why, 300)}.", "`kernward undo ID --force` takes it back all the same", ExitCodes.Refused);
            return result with { ExitCode = problem.ExitCode, Summary = problem.Message, Problem = problem };
        }
        var values = outcomes.Count(outcome => outcome.Outcome is OutcomeKind.Reverted or OutcomeKind.Unchanged or OutcomeKind.Applied);
        return result with { Summary = $"Undone: {values} value{(values == 1 ? " is" : "s are")} what {(values == 1 ? "it was" : "they were")} before, byte for byte." };
    }

    private static AnswerRow Row(ChangeRecord change) => new(
        $"{change.Id}  {change.At.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}",
        change.State.ToString().ToLowerInvariant(),
        $"{Shown.Safe(change.Summary, 300)} (by {Shown.Safe(change.Approval.Who)}{(change.Note.Length > 0 ? "; " + Shown.Safe(change.Note, 200) : "")})");

    /// <summary>The outer edge of what is not a message.</summary>
    private static async Task<AskResult> GuardedAsync(Func<Task<AskResult>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (ProblemException e)
        {
            return Failed(e.Problem);
        }
        catch (WorkerException e)
        {
            return Failed(new Problem("worker", e.Message, "`kernward history` shows what stands", ExitCodes.Unavailable));
        }
    }
}
