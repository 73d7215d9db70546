using Kernward.BootFiles;
using Kernward.Domain;
using Kernward.Policy;

namespace Kernward.Execution;

/// <summary>
/// Applies an approved plan step by step, each noted before it is written and read back after; where one fails, all before it
/// are taken back. What it applied is pending until confirmed. The caller holds the <see cref="HostLock"/>. Not thread-safe.
/// </summary>
public sealed class Executor(Workbench bench)
{
    /// <summary>Place of the file that keeps a step's value, after all that the step writes in the kernel.</summary>
    private const int KeepingFile = 90;

    private readonly EditRun _run = new(bench);
    private readonly Rollback _rollback = new(bench);

    /// <summary>
    /// Never throws for what can be expected: the outcomes say what was refused, failed and taken back. What is not expected
    /// goes to the caller, when all is taken back.
    /// </summary>
    public ExecutionResult Apply(ApprovedPlan approved)
    {
        ChangeRecord change;
        try
        {
            change = bench.Journal.Begin(approved, bench.Identity);
        }
        catch (JournalException e)
        {
            return new ExecutionResult("", ChangeState.Failed,
                [.. approved.Plan.Steps.Select(step => Outcome(step, OutcomeKind.Refused, $"not taken: {e.Message}"))], e.Message);
        }
        try
        {
            var sandbox = bench.Confine(approved.Plan.Steps.SelectMany(FilesOf), givesBack: false);
            bench.Journal.Confined(change, sandbox);
            return ApplySteps(change, approved.Plan) with { Sandbox = sandbox };
        }
        catch (Exception e) when (e is IOException or JournalException)
        {
            return NotBegun(change, approved.Plan, e.Message);
        }
        catch
        {
            _rollback.Run(change, ChangeState.Failed, "it broke off in the middle");
            throw;
        }
    }

    private ExecutionResult ApplySteps(ChangeRecord change, Plan plan)
    {
        var outcomes = new List<StepOutcome>();
        foreach (var step in plan.Steps)
        {
            outcomes.Add(Take(change, step));
            if (outcomes[^1].Outcome is OutcomeKind.Refused or OutcomeKind.Failed) return TakeBack(change, outcomes, plan);
        }
        return Settle(change.Id, ChangeState.Pending, outcomes) ?? TakeBack(change, outcomes, plan);
    }

    /// <summary>All that a step may write; one that cannot be expressed is refused when its turn comes.</summary>
    private IEnumerable<string> FilesOf(Step step)
    {
        if (bench.Tunables.Knowledge.Tunable(step.Tunable) is not { } tunable || TunableValue.Parse(tunable, step.To, out _) is not { } value) return [];
        try
        {
            return bench.Tunables.Edits(bench.Host, tunable, step.Scope, value).Select(file => file.Path);
        }
        catch (ActuatorException)
        {
            return [];
        }
    }

    private ExecutionResult NotBegun(ChangeRecord change, Plan plan, string why) =>
        _rollback.Run(change, ChangeState.Failed, why) with
        {
            Outcomes = [.. plan.Steps.Select(step => Outcome(step, OutcomeKind.Refused, $"not taken: {why}"))],
        };

    /// <summary>
    /// Keeps a pending change, over reboots too where its plan says so: only now, so that a value which brings the host down does
    /// not come back with it. Where that fails, or the journal cannot say so, the change is taken back.
    /// </summary>
    public ExecutionResult Confirm(string id)
    {
        if (Pending(id, out var change) is { } refusal) return refusal;
        if (KeepOverReboots(change!) is { } problem) return _rollback.Run(change!, ChangeState.Reverted, problem);
        return Settle(id, ChangeState.Kept, []) ?? _rollback.Run(change!, ChangeState.Reverted, "it could not be noted as kept");
    }

    /// <summary>Takes a pending change back.</summary>
    public ExecutionResult Revert(string id, string why)
    {
        if (Pending(id, out var change) is { } refusal) return refusal;
        return _rollback.Run(change!, ChangeState.Reverted, why);
    }

    private ExecutionResult? Pending(string id, out ChangeRecord? change)
    {
        change = null;
        try
        {
            change = bench.Journal.Find(id);
        }
        catch (JournalException e)
        {
            return new ExecutionResult(id, ChangeState.Incomplete, [], e.Message);
        }
        if (change is null) return new ExecutionResult(id, ChangeState.Failed, [], $"there is no change {Shown.Safe(id)}");
        return change.State == ChangeState.Pending ? null : new ExecutionResult(id, change.State, [], $"{id} does not wait for a confirmation");
    }

    private ExecutionResult? Settle(string id, ChangeState state, IReadOnlyList<StepOutcome> outcomes)
    {
        try
        {
            bench.Journal.SetState(bench.Journal.Find(id)!, state);
            return new ExecutionResult(id, state, outcomes);
        }
        catch (JournalException)
        {
            return null;
        }
    }

    /// <summary>Null where every file is in place, else why one is not.</summary>
    private string? KeepOverReboots(ChangeRecord change) =>
        (change.Plan?.Steps ?? []).Where(step => step.Persistence == Persistence.Boot).Select(step => KeepOverReboots(change, step))
            .FirstOrDefault(problem => problem is not null);

    private string? KeepOverReboots(ChangeRecord change, Step step)
    {
        if (bench.Tunables.Knowledge.Tunable(step.Tunable) is not { } tunable) return $"{step.Tunable} is not in the catalogue";
        if (TunableValue.Parse(tunable, step.To, out var reason) is not { } value) return reason;
        try
        {
            var file = BootFile.Edit(bench.Host, bench.Tunables, new Origin(change.Id, step, change.Approval.Who, change.At), tunable, value);
            var problem = file is null ? null : _run.Make(change, [Edit(step, file, KeepingFile) with { Namespace = "", Identity = "" }]);
            return problem is null ? null : $"{step.Tunable} could not be kept over a reboot: {problem.Text}";
        }
        catch (BootFileException e)
        {
            return $"{step.Tunable} could not be kept over a reboot: {e.Message}";
        }
    }

    private StepOutcome Take(ChangeRecord change, Step step)
    {
        if (bench.Tunables.Knowledge.Tunable(step.Tunable) is not { } tunable) return Outcome(step, OutcomeKind.Refused, "not in the catalogue");
        if (TunableValue.Parse(tunable, step.To, out var reason) is not { } value) return Outcome(step, OutcomeKind.Refused, reason);
        try
        {
            var files = bench.Tunables.Edits(bench.Host, tunable, step.Scope, value);
            // After the contents were read, so that what somebody sets in between is not noted as what the plan saw.
            return Now(step) == step.From
                ? Write(change, step, tunable, files)
                : Outcome(step, OutcomeKind.Refused, $"the plan saw {step.From}: someone changed it");
        }
        catch (ActuatorException e)
        {
            return Outcome(step, OutcomeKind.Refused, e.Message);
        }
    }

    private StepOutcome Write(ChangeRecord change, Step step, Tunable tunable, IReadOnlyList<FileEdit> files)
    {
        if (files.All(IsAsAsked)) return Outcome(step, OutcomeKind.Unchanged, "");
        var edits = files.Select((file, i) => Edit(step, file, i)).ToList();
        if (_run.Make(change, edits) is { } problem) return Outcome(step, problem.Kind, problem.Text);
        var now = Now(step);
        if (files.All(IsAsAsked) || Rounding.Accepts(tunable, step.To, now)) return Outcome(step, OutcomeKind.Applied, "");
        return Outcome(step, OutcomeKind.Failed,
            now == step.From ? $"the kernel took {step.To} and kept {now}" : $"{step.To} was asked for and became {now}");
    }

    /// <summary>True where a file holds what is to be written, or is only a companion.</summary>
    private bool IsAsAsked(FileEdit file) =>
        file.Text.Length == 0
        || (RawFile.Read(bench.Host, file.Path) is { } raw && (RawFile.Key(file.Text).Length > 0
            ? RawFile.HasLine(raw, file.Text)
            : RawFile.Canonical(raw) == RawFile.Canonical(file.Text)));

    /// <summary>Numbered by step, so that a step's edits stay together however many each has.</summary>
    private EditRecord Edit(Step step, FileEdit file, int index) => bench.Bound(new EditRecord
    {
        Seq = step.N * 100 + index, Step = step.N, Tunable = step.Tunable, Scope = step.Scope, Path = file.Path,
        Namespace = bench.NamespaceOf(step.Tunable), From = step.From, To = step.To, Before = file.Before, Restore = file.Restore,
        Written = file.Text,
    });

    private ExecutionResult TakeBack(ChangeRecord change, List<StepOutcome> outcomes, Plan plan)
    {
        var last = outcomes[^1];
        var stopped = last.Outcome is OutcomeKind.Refused or OutcomeKind.Failed;
        var why = stopped ? $"step {last.Step} of {last.Tunable}: {last.Reason}" : "it could not be noted as pending";
        var result = _rollback.Run(change, ChangeState.Failed, why);
        var back = result.Outcomes.ToDictionary(outcome => outcome.Step);
        return result with
        {
            Outcomes =
            [
                .. outcomes.Select(outcome => back.GetValueOrDefault(outcome.Step) is { } given && !IsStopping(outcome, given) ? given : outcome),
                .. plan.Steps.Skip(outcomes.Count).Select(step => Outcome(step, OutcomeKind.Refused, $"not taken, because step {last.Step} was not applied")),
            ],
        };
    }

    /// <summary>The step that stopped the plan keeps its own reason, unless something of it stands.</summary>
    private static bool IsStopping(StepOutcome outcome, StepOutcome given) =>
        outcome.Outcome is OutcomeKind.Refused or OutcomeKind.Failed && given.Outcome == OutcomeKind.Reverted;

    private StepOutcome Outcome(Step step, OutcomeKind kind, string reason) =>
        new(step.N, kind, step.Tunable, step.Scope, step.From, step.To, Now(step), reason);

    private string Now(Step step) => bench.Tunables.Read(bench.Host, step.Tunable, step.Scope) ?? "";
}
