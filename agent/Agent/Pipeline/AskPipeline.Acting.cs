using Kernward.Detection;
using Kernward.Domain;
using Kernward.Execution;
using Kernward.Measurement;
using Kernward.Planning;
using Kernward.Policy;
using Kernward.Worker;

namespace Kernward.Pipeline;

public sealed partial class AskPipeline
{
    /// <summary>The worker restores by itself when nothing is heard for this long beyond what verification needs.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    /// <summary>Findings without words and without a model. <paramref name="seconds"/>: how long to watch, null for the setting.</summary>
    public async Task<AskResult> DiagnoseAsync(double? seconds, CancellationToken cancel)
    {
        if (seconds is <= 0 or > 3600)
            return Failed(new Problem("bad-window", $"{seconds} s is no time to watch.", "0.1 to 3600 seconds", ExitCodes.Usage));
        var watch = seconds ?? kit.Settings.Observe.WindowSeconds;
        face.Begin($"watching the host for {watch:0.#} s");
        var window = await _time.TimeAsync("observe", () => WatchAsync(kit.Sampler.Sample(), watch, cancel)).ConfigureAwait(false);
        var result = await DiagnoseAsync(new AskResult { ExitCode = ExitCodes.Done, Summary = "" }, new Intent { Act = Act.Diagnose }, window, new RulesPlanner(), cancel)
            .ConfigureAwait(false);
        return result with { Timings = _time.Milliseconds };
    }

    private async Task<AskResult> DiagnoseAsync(AskResult result, Intent intent, SampleWindow window, IPlanner planner, CancellationToken cancel)
    {
        var seen = Diagnosed(result, window);
        result = LookedBack(seen);
        var findings = result.Diagnosis!.Findings;
        if (findings.Count == 0) return result with { Summary = "Nothing is wrong that can be seen from here." };
        // What is only ahead has no remedy that could be proved now: there is nothing to plan for.
        var proposal = seen.Diagnosis!.Findings.Count > 0 ? await ProposeAsync(intent, seen.Diagnosis, planner, cancel).ConfigureAwait(false) : null;
        var steps = proposal?.Plan?.Steps.Count ?? 0;
        return result with
        {
            ExitCode = ExitCodes.Findings,
            Plan = proposal?.Plan,
            ChosenBy = proposal?.ChosenBy ?? "",
            Summary = Told(result.Diagnosis),
            Next = steps > 0 ? ["kernward ask \"fix it\""] : [],
        };
    }

    private static string Told(Diagnosis diagnosis)
    {
        var (all, roots, first) = (diagnosis.Findings.Count, diagnosis.Roots.Count(), diagnosis.Detected[0].Detector.Summary);
        if (diagnosis.Findings.All(finding => finding.Class == FindingClass.None)) return $"Nothing is wrong; worth knowing: {first}.";
        return all == roots
            ? $"{all} finding{(all == 1 ? "" : "s")}; first: {first}."
            : $"{roots} cause{(roots == 1 ? "" : "s")} behind {all} findings; first: {first}.";
    }

    private async Task<AskResult> ActAsync(AskResult result, Intent intent, SampleWindow window, AskOptions options, CancellationToken cancel)
    {
        result = await PlanAsync(Diagnosed(result, window), intent, cancel).ConfigureAwait(false);
        return result.Plan is { Steps.Count: > 0 } && result.Ruling is { Decision: not Decision.Deny }
            ? await CarryOutAsync(result, options, cancel).ConfigureAwait(false)
            : result;
    }

    private AskResult Diagnosed(AskResult result, SampleWindow window)
    {
        result = result with { Diagnosis = kit.Detectors.Diagnose(window) };
        face.Show(AskStage.Findings, result);
        return result;
    }

    /// <summary>Plan and ruling for an intent over a diagnosis; nothing is applied.</summary>
    private async Task<AskResult> PlanAsync(AskResult result, Intent intent, CancellationToken cancel)
    {
        ThrowWithoutPolicy();
        var planner = await kit.Planner(cancel).ConfigureAwait(false);
        var proposal = await _time.TimeAsync("plan", () => ProposeAsync(intent, result.Diagnosis!, planner, cancel)).ConfigureAwait(false);
        if (proposal.Problem is { } problem)
            return result with
            {
                ExitCode = problem.Code is "unknown-tunable" ? ExitCodes.Refused : ExitCodes.BadInput,
                Summary = problem.Message,
                Problem = new Problem(problem.Code, problem.Message, problem.Hint, ExitCodes.BadInput),
                Next = [problem.Hint],
            };
        result = result with { Plan = proposal.Plan, ChosenBy = proposal.ChosenBy, Summary = proposal.Plan!.Summary };
        face.Show(AskStage.Plan, result);
        return proposal.Plan.Steps.Count == 0
            ? result with { ExitCode = result.Diagnosis!.Findings.Count > 0 ? ExitCodes.Findings : ExitCodes.Done }
            : Ruled(result);
    }

    private Task<Proposal> ProposeAsync(Intent intent, Diagnosis diagnosis, IPlanner planner, CancellationToken cancel) =>
        Task.Run(() => new PlanMaker(kit.Tunables, planner, kit.Settings.Policy).MakeAsync(intent, diagnosis, kit.Host, cancel), cancel);

    /// <summary>Nothing is planned or applied by a policy that cannot be read; looking and undoing need none.</summary>
    private void ThrowWithoutPolicy()
    {
        if (kit.Settings.Policy.Broken is { Count: > 0 } errors)
            throw new ProblemException("policy", $"The policy cannot be used, so nothing is changed: {string.Join("; ", errors)}.",
                "correct the file (docs/policy.json shows all of it), or take it away for the defaults", ExitCodes.Configuration);
    }

    private AskResult Ruled(AskResult result)
    {
        var ruling = Guard.Rule(new RuleContext(result.Plan!, kit.Host, kit.Tunables, kit.Settings.Policy));
        result = result with { Ruling = ruling };
        face.Show(AskStage.Ruling, result);
        if (ruling.Decision != Decision.Deny)
            return result with { ExitCode = ExitCodes.AwaitsApproval, Next = Approving() };
        var reason = ruling.Reasons.First(objection => objection.Effect == Decision.Deny);
        return result with
        {
            ExitCode = ExitCodes.Refused,
            Summary = $"Refused by policy ({reason.Rule}): {reason.Text}.",
            Problem = new Problem("refused", reason.Text, "`kernward explain NAME` gives the safe range and the reason", ExitCodes.Refused),
        };
    }

    private List<string> Approving() => _text.Length == 0
        ? ["say the same with --yes, or keep the plan with --json and give it to kernward apply"]
        : [$"kernward ask {Quoted(_text)} --yes", $"kernward plan {Quoted(_text)} --json > PLAN.json && kernward apply PLAN.json"];

    /// <summary>A plan that was made before: ruled on again as things are now, then applied, verified and kept or taken back.</summary>
    public async Task<AskResult> ApplyAsync(Plan plan, AskOptions options, CancellationToken cancel)
    {
        try
        {
            ThrowWithoutPolicy();
            var result = new AskResult { ExitCode = ExitCodes.Done, Summary = plan.Summary, Plan = plan };
            face.Show(AskStage.Plan, result);
            result = Ruled(result);
            if (result.Ruling!.Decision == Decision.Deny) return result;
            face.Begin($"watching the host for {kit.Settings.Observe.WindowSeconds:0.#} s");
            var window = await _time.TimeAsync("observe", () => WatchAsync(kit.Sampler.Sample(), kit.Settings.Observe.WindowSeconds, cancel)).ConfigureAwait(false);
            result = result with { Diagnosis = kit.Detectors.Diagnose(window) };
            return await CarryOutAsync(result, options, cancel).ConfigureAwait(false) with { Timings = _time.Milliseconds };
        }
        catch (ProblemException e)
        {
            return Failed(e.Problem) with { Plan = plan, Timings = _time.Milliseconds };
        }
    }

    private async Task<AskResult> CarryOutAsync(AskResult result, AskOptions options, CancellationToken cancel)
    {
        var plan = result.Plan!;
        if (options.DryRun || plan.Intent.Has("dry-run"))
            return result with { Summary = $"Dry run, nothing was changed: {plan.Summary}" };
        await using var worker = await kit.Worker(cancel).ConfigureAwait(false);
        var approved = options.Yes && !plan.Intent.Has("ask-first");
        if (!approved && !await face.ApproveAsync(plan, result.Ruling!, cancel).ConfigureAwait(false))
            return result with { Summary = $"Not approved, nothing was changed: {plan.Summary}" };
        var approval = new Approval(plan.Id, options.Who, approved ? "--yes" : "prompt", kit.Clock.GetUtcNow());
        face.Begin("applying");
        var verifier = new Verifier(new Judge(kit.Knowledge), kit.Sampler, kit.Settings.Verify);
        var reply = await _time.TimeAsync("apply", () => worker.ApplyAsync(plan, approval, verifier.Longest(plan) + Grace, cancel, Seen(result))).ConfigureAwait(false);
        var applied = Hands.Results(reply)[0];
        result = result with { Outcomes = applied.Outcomes, Change = applied.Change, Sandbox = applied.Sandbox };
        face.Show(AskStage.Outcomes, result);
        return applied.State == ChangeState.Pending
            ? await SettleAsync(result, worker, verifier, cancel).ConfigureAwait(false)
            : NotApplied(result, applied);
    }

    /// <summary>What the detectors saw and said, for the record; null where that is too much to keep.</summary>
    private string? Seen(AskResult result) =>
        result.Diagnosis is { } diagnosis ? ObservationText.Pack(Observation.Of(diagnosis, kit.Knowledge)) : null;

    private async Task<AskResult> SettleAsync(AskResult result, IWorker worker, Verifier verifier, CancellationToken cancel)
    {
        face.Begin("watching whether it helps");
        Verdict verdict;
        try
        {
            verdict = await _time.TimeAsync("verify", () =>
                verifier.VerifyAsync(result.Plan!, result.Diagnosis!.Window, new Direct(face.Progress), cancel)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await worker.RevertAsync(result.Change, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        var kept = verdict.Result == VerdictKind.Kept;
        var settled = Hands.Results(kept
            ? await worker.ConfirmAsync(result.Change, CancellationToken.None).ConfigureAwait(false)
            : await worker.RevertAsync(result.Change, CancellationToken.None).ConfigureAwait(false))[0];
        result = Settled(result with { Verdict = verdict, Outcomes = kept ? result.Outcomes : settled.Outcomes }, settled, verdict);
        face.Show(AskStage.Verdict, result);
        return result;
    }

    private static AskResult Settled(AskResult result, ExecutionResult settled, Verdict verdict)
    {
        if (settled.State == ChangeState.Incomplete) return NotApplied(result, settled);
        var kept = verdict.Result == VerdictKind.Kept && settled.State == ChangeState.Kept;
        if (verdict.Result == VerdictKind.Kept && !kept) return NotKept(result, settled);
        return result with
        {
            Summary = Sentence(verdict, kept),
            ExitCode = kept ? ExitCodes.Applied : verdict.Result == VerdictKind.Inconclusive ? ExitCodes.Inconclusive : ExitCodes.DidNotHelp,
            Next = kept ? [$"kernward undo {result.Change}"] : [],
        };
    }

    /// <summary>It helped, but could not be kept as it was asked for, so that it was taken back.</summary>
    private static AskResult NotKept(AskResult result, ExecutionResult settled)
    {
        var problem = new Problem("not-kept", $"It helped, but was taken back: {Shown.Safe(settled.Note, 400)}.",
            "ask for it until the next reboot, without \"permanent\"", ExitCodes.Inconclusive);
        return result with { ExitCode = problem.ExitCode, Summary = problem.Message, Problem = problem, Outcomes = settled.Outcomes, Next = [problem.Hint] };
    }

    /// <summary>As one word of a shell, whatever the operator wrote.</summary>
    private static string Quoted(string text) => "'" + Shown.Safe(text, 200).Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    private static string Sentence(Verdict verdict, bool kept) =>
        kept ? $"Kept: {verdict.Summary}." : $"Taken back ({verdict.Result.ToString().ToLowerInvariant()}): {verdict.Summary}.";

    /// <summary>A step was refused or failed and what came before it is back; or not all of it is, and then what stands is said.</summary>
    private static AskResult NotApplied(AskResult result, ExecutionResult ended)
    {
        var stopped = ended.Outcomes.FirstOrDefault(outcome => outcome.Outcome is OutcomeKind.Failed or OutcomeKind.Refused);
        var what = stopped is null ? ended.Note : $"{stopped.Tunable}: {Shown.Safe(stopped.Reason, 300)}";
        var problem = ended.State == ChangeState.Incomplete
            ? new Problem("rollback-incomplete", $"Not everything could be put back: {what}. What stands: {Standing(ended)}.", "`kernward history` has the old values", ExitCodes.RollbackIncomplete)
            : new Problem("not-applied", $"Not applied, everything is as it was: {what}.", "make the plan anew", ExitCodes.Inconclusive);
        return result with { ExitCode = problem.ExitCode, Summary = problem.Message, Problem = problem, Outcomes = ended.Outcomes, Next = [problem.Hint] };
    }

    private static string Standing(ExecutionResult ended) => string.Join(", ", ended.Outcomes
        .Where(outcome => outcome.Outcome is OutcomeKind.Failed or OutcomeKind.Refused or OutcomeKind.Applied)
        .Select(outcome => $"{outcome.Tunable} is {Shown.Safe(outcome.Now)}, was {Shown.Safe(outcome.From)}"));

    /// <summary>Reports at once, on the caller's thread: <see cref="Progress{T}"/> would reorder.</summary>
    private sealed class Direct(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
