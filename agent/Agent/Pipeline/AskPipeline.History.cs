using System.Globalization;
using Kernward.Answering;
using Kernward.Audit;
using Kernward.Domain;
using Kernward.Execution;
using Kernward.Machine;
using Kernward.Worker;

namespace Kernward.Pipeline;

public sealed partial class AskPipeline
{
    private const int HistoryLines = 20;

    /// <summary>
    /// Takes changes back. <paramref name="which"/>: <c>last</c>, <c>all</c> or an id. What somebody else set since is shown with
    /// what was there before and what Kernward had set, and taken back only where the operator says so.
    /// </summary>
    public Task<AskResult> UndoAsync(string which, bool force, CancellationToken cancel) => GuardedAsync(async () =>
    {
        await using var worker = await kit.Worker(cancel).ConfigureAwait(false);
        var undone = new List<ExecutionResult>();
        foreach (var result in Hands.Results(await worker.UndoAsync(which, Operator.Name, force, cancel).ConfigureAwait(false)))
            undone.AddRange(await AgreedAsync(worker, result, cancel).ConfigureAwait(false));
        return Undone(undone);
    });

    /// <summary>A yes is to what was shown: where that is not there any more, what is there is shown, and asked about anew.</summary>
    private async Task<IReadOnlyList<ExecutionResult>> AgreedAsync(IWorker worker, ExecutionResult result, CancellationToken cancel)
    {
        IReadOnlyList<ExecutionResult> results = [result];
        while (results is [{ Note: Execution.Undo.NotForced } shown] && await AgreesAsync(shown, cancel).ConfigureAwait(false))
            results = Hands.Results(await worker.UndoSeenAsync(shown, Operator.Name, cancel).ConfigureAwait(false));
        return results;
    }

    private Task<bool> AgreesAsync(ExecutionResult left, CancellationToken cancel)
    {
        var values = left.Outcomes.Select(outcome => $"{outcome.Tunable} back to {Shown.Safe(outcome.From)} although someone set {Shown.Safe(outcome.Now)}");
        return face.AskAsync([.. left.Outcomes.Select(outcome => Shown.Safe(outcome.Reason, 300))], $"Take {string.Join(", ", values)}?", cancel);
    }

    /// <summary>What was changed, newest first.</summary>
    public Task<AskResult> HistoryAsync(int limit, CancellationToken cancel) => GuardedAsync(async () =>
    {
        await using var worker = await kit.Worker(cancel).ConfigureAwait(false);
        var reply = await worker.HistoryAsync(limit, cancel).ConfigureAwait(false);
        if (!reply.Ok) throw Hands.Refused(reply);
        var damage = reply.JournalDamage is { } told ? Lost(told, cancel) : [];
        var (changes, manual) = (reply.History ?? [], reply.Manual ?? []);
        return new AskResult
        {
            ExitCode = ExitCodes.Done,
            Summary = changes.Count == 0 ? "Nothing was changed yet." : $"{changes.Count} change{(changes.Count == 1 ? "" : "s")}, newest first."
                + (manual.Count == 0 ? "" : $" {manual.Count} tunable{(manual.Count == 1 ? " is" : "s are")} manual: changed by someone else since."),
            Answer = new Answer(changes.Count == 0 ? "Nothing was changed yet." : "Changes, newest first", [.. damage, .. manual.Select(taken => new AnswerRow(taken.Tunable, "manual", taken.Told)), .. changes.Select(Row)], []),
        };
    });

    /// <summary>What the audit log knows of the values that a lost journal could have given back.</summary>
    private IEnumerable<AnswerRow> Lost(string damage, CancellationToken cancel)
    {
        yield return new AnswerRow("journal", "damaged", damage);
        foreach (var value in StandingValue.Since(kit.Settings.Audit, HostIdentity.Of(kit.Host).Boot, cancel))
            if (kit.Tunables.Read(kit.Host, value.Tunable, value.Scope) is { } now && now != value.Before)
                yield return new AnswerRow($"{value.Tunable} in {value.Scope}", now, $"was {value.Before} before Kernward changed it; Kernward left it at {value.Last}");
    }

    /// <summary>Accepts that what a damaged journal held is lost, so that changes can be made again.</summary>
    public Task<AskResult> AcceptDamageAsync(CancellationToken cancel) => GuardedAsync(async () =>
    {
        await using var worker = await kit.Worker(cancel).ConfigureAwait(false);
        var reply = await worker.AcceptDamageAsync(cancel).ConfigureAwait(false);
        if (reply.Ok) return new AskResult { ExitCode = ExitCodes.Done, Summary = "Accepted: changes can be made again. The damaged journal stays where it is kept." };
        throw reply.Error!.Code == "bad-request"
            ? new ProblemException("no-damage", "No journal was found damaged; there is nothing to accept.", "`kernward release TUNABLE` gives a tunable back", ExitCodes.BadInput)
            : Hands.Refused(reply);
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
        var result = new AskResult { ExitCode = ExitCodes.Done, Summary = "", Outcomes = outcomes, Change = results[0].Change };
        if (results.FirstOrDefault(left => left.Note == Execution.Undo.NotForced) is { } foreign) return NotUndone(result, foreign, $"`kernward undo {foreign.Change} --force` takes it back all the same");
        if (results.FirstOrDefault(left => left.State == ChangeState.Incomplete && left.Outcomes.Count > 0) is { } failed) return NotApplied(result, failed);
        if (results.FirstOrDefault(left => left.State == ChangeState.Failed || left.Outcomes.Count == 0) is { } refused) return NotUndone(result, refused, "`kernward history` shows what stands");
        if (results.All(left => left.State == ChangeState.Gone))
            return result with { Summary = $"Nothing was left to give back: {Shown.Safe(string.Join("; ", results.Select(left => left.Note).Distinct()), 600)}." };
        var values = outcomes.Count(outcome => outcome.Reason.Length == 0);
        var others = string.Join("; ", outcomes.Where(outcome => outcome.Reason.Length > 0).Select(outcome => $"{outcome.Tunable}: {Shown.Safe(outcome.Reason, 300)}"));
        var back = $"Undone: {values} value{(values == 1 ? " is" : "s are")} what {(values == 1 ? "it was" : "they were")} before, byte for byte.";
        return result with { Summary = others.Length == 0 ? back : values == 0 ? $"Undone: {others}." : $"{back} {others}." };
    }

    private static AskResult NotUndone(AskResult result, ExecutionResult left, string hint)
    {
        var reasons = left.Outcomes.Select(outcome => outcome.Reason).Where(reason => reason.Length > 0).DefaultIfEmpty(left.Note.Length > 0 ? left.Note : "it could not be undone");
        var problem = new Problem("not-undone", $"Not undone: {Shown.Safe(string.Join("; ", reasons), 600)}.", hint, ExitCodes.Refused);
        return result with { ExitCode = problem.ExitCode, Summary = problem.Message, Problem = problem, Next = [hint] };
    }

    private static AnswerRow Row(ChangeRecord change) => new(
        $"{change.Id}  {change.At.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}",
        change.State.ToString().ToLowerInvariant(),
        $"{Shown.Safe(change.Summary, 300)} (by {Shown.Safe(change.Approval.Who)}{(change.Sandbox.Length > 0 ? $"; in {change.Sandbox}" : "")}{(change.Note.Length > 0 ? "; " + Shown.Safe(change.Note, 200) : "")})");

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
        catch (AuditException e)
        {
            return Failed(new Problem("audit", e.Message, "`kernward verify-audit` says what is wrong with it", ExitCodes.BadInput));
        }
    }
}
