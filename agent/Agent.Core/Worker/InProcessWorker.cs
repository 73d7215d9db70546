using System.Reflection;
using System.Runtime.InteropServices;
using Kernward.Audit;
using Kernward.Detection;
using Kernward.Confinement;
using Kernward.Domain;
using Kernward.Execution;
using Kernward.Machine;
using Kernward.Policy;

namespace Kernward.Worker;

/// <summary>
/// Rules, applies, waits for the confirmation, restores. Requests are answered one at a time; the deadline of a pending change
/// runs by itself. From apply to its end it holds the <see cref="HostLock"/>. Thread-safe; the host and the writer are its own.
/// </summary>
public sealed partial class InProcessWorker(WorkerSetup setup) : IWorker
{
    private static readonly string Version = typeof(InProcessWorker).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
    private readonly SemaphoreSlim _turn = new(1);
    private readonly List<ExecutionResult> _settled = [];
    private readonly AuditTrail _audit =
        new(new AuditLog(setup.Audit, setup.Time, HostIdentity.Of(setup.Host).Boot) { Keep = setup.Keep }, Version, setup.Tunables.Knowledge.Hash);
    private PendingChange? _pending;
    private bool _ended;

    public async Task<WorkerReply> AskAsync(WorkerRequest request, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            return _ended ? WorkerReply.No("busy", "the worker is ending") : await AnswerAsync(request, cancel).ConfigureAwait(false);
        }
        catch (JournalException e)
        {
            return WorkerReply.No("journal", e.Message);
        }
        catch (AuditException e)
        {
            return WorkerReply.No("audit", e.Message);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Notes in the audit log what somebody tried; a log that cannot be written does not keep the worker from its work.</summary>
    public void Note(AuditEvent what, string text) => _audit.Note(what, text);

    /// <summary>Restores what was not confirmed, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            _ended = true;
            if (End(pending => pending.Executor.Revert(pending.Change, "the worker ended before it was confirmed")) is { } reverted)
                _audit.Restored(AuditEvent.Ended, reverted);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<WorkerReply> AnswerAsync(WorkerRequest request, CancellationToken cancel) => request switch
    {
        HelloRequest hello => await HelloAsync(hello.Probe, cancel).ConfigureAwait(false),
        HistoryRequest { Limit: < 1 or > 1000 } => WorkerReply.No("bad-request", "limit must be 1 to 1000"),
        HistoryRequest history => History(history.Limit),
        ConfirmRequest confirm => Finish(confirm.Change, Confirm),
        RevertRequest revert => Finish(revert.Change, (executor, id) => executor.Revert(id, "it was taken back")),
        _ when _pending is { } pending => WorkerReply.No("busy", $"{pending.Change} waits to be confirmed"),
        ApplyRequest { DeadlineS: < 1 or > 3600 } => WorkerReply.No("bad-request", "deadline_s must be 1 to 3600"),
        ApplyRequest { Observation.Length: > ObservationText.Longest } => WorkerReply.No("bad-request", "the observation is too long"),
        ApplyRequest apply => await LockedAsync((journal, held) => Apply(apply, journal, held), setup.LockWait, cancel).ConfigureAwait(false),
        UndoRequest undo => await LockedAsync((journal, _) => Undo(undo, journal), setup.LockWait, cancel).ConfigureAwait(false),
        ReleaseRequest release => await LockedAsync((journal, _) => Release(release, journal), setup.LockWait, cancel).ConfigureAwait(false),
        AcceptDamageRequest => await LockedAsync((journal, _) => AcceptDamage(journal), setup.LockWait, cancel).ConfigureAwait(false),
        _ => WorkerReply.No("bad-request", "not a request of this version"),
    };

    /// <summary>Settles what a dead worker left, where no living one holds the lock.</summary>
    private async Task<WorkerReply> HelloAsync(bool probe, CancellationToken cancel)
    {
        if (_pending is null)
        {
            var settled = await LockedAsync(static (_, _) => new WorkerReply { Ok = true }, TimeSpan.Zero, cancel).ConfigureAwait(false);
            if (!settled.Ok && settled.Error!.Code != "locked") return settled;
        }
        var host = HostIdentity.Of(setup.Host);
        return new WorkerReply
        {
            Ok = true,
            JournalDamage = Journal.DamageIn(setup.StateDirectory),
            Manual = Manual(),
            Hello = new WorkerHello(Version, Environment.ProcessId, (int)EffectiveUser(), host.Name, host.Boot, setup.NetNamespace,
                (setup.Writer as SandboxWriter)?.Minimum.Word() ?? "", [.. _settled])
            {
                Sandboxes = probe && _pending is null ? (setup.Writer as SandboxWriter)?.Probe() : null,
            },
        };
    }

    /// <summary>Takes the lock, opens the journal, puts right what is left from before, and then does what was asked.</summary>
    private async Task<WorkerReply> LockedAsync(Func<Journal, HostLock, WorkerReply> action, TimeSpan wait, CancellationToken cancel)
    {
        var attempt = await HostLock.AcquireAsync(LockDirectories, setup.Command, wait, setup.Time, cancel).ConfigureAwait(false);
        if (attempt.Lock is not { } held) return WorkerReply.No("locked", $"another change is being made on this host by {attempt.Holder}");
        if (setup.Writer is SandboxWriter sandboxes)
            (sandboxes.Shared, sandboxes.Violated) = (held.Share(), text => Note(AuditEvent.SandboxViolation, text));
        Journal? journal = null;
        try
        {
            journal = Journal.Open(setup.StateDirectory, setup.Time);
            var settled = new Recovery(Bench(journal)).Settle();
            _settled.AddRange(settled);
            _audit.Restored(AuditEvent.Settled, [.. settled.Where(result => !result.State.IsUnsettled)]);
            return action(journal, held);
        }
        finally
        {
            if (_pending is null)
            {
                EndSandbox();
                journal?.Dispose();
                held.Dispose();
            }
        }
    }

    private WorkerReply Apply(ApplyRequest request, Journal journal, HostLock held)
    {
        if (journal.Damage is { } damage) return WorkerReply.No("journal", damage);
        var bench = Bench(journal);
        var context = new RuleContext(request.Plan, setup.Host, setup.Tunables, setup.Policy)
        {
            IsManual = new ManualWatch(bench).IsManual,
            ChangesLastHour = journal.BegunSince(setup.Time.GetUtcNow() - TimeSpan.FromHours(1)),
        };
        var ruled = RulingRecorder.Rule(context, request.Approval, request.Observation ?? "", Version);
        var entry = _audit.Ruled(ruled);
        if (ruled.Approved is not { } approved)
            return WorkerReply.No("refused", Guard.WhyNot(ruled.Inputs.Ruling, request.Plan, request.Approval)) with { Ruling = ruled.Inputs.Ruling };
        var executor = new Executor(bench);
        var result = executor.Apply(approved);
        if (!_audit.Applied(entry, result) && result.State == ChangeState.Pending)
            result = executor.Revert(result.Change, "it could not be noted in the audit log");
        if (result.State == ChangeState.Pending)
            _pending = new PendingChange(result.Change, executor, journal, held, Timer(result.Change, request.DeadlineS));
        return WorkerReply.Yes(result) with { Ruling = ruled.Inputs.Ruling };
    }

    private ITimer Timer(string change, int deadlineS) =>
        setup.Time.CreateTimer(_ => Expire(change), null, TimeSpan.FromSeconds(deadlineS), Timeout.InfiniteTimeSpan);

    /// <summary>Runs on the timer's thread. It waits its turn, as a confirmation may be on its way.</summary>
    private void Expire(string change)
    {
        _turn.Wait();
        try
        {
            if (_pending?.Change == change)
                _audit.Restored(AuditEvent.Expired, End(pending => pending.Executor.Revert(change, "it was not confirmed in time"))!);
        }
        finally
        {
            _turn.Release();
        }
    }

    private WorkerReply Finish(string change, Func<Executor, string, ExecutionResult> how)
    {
        if (_pending?.Change != change) return WorkerReply.No("bad-request", NotPending(change));
        var result = End(pending => how(pending.Executor, change))!;
        if (result.State != ChangeState.Kept) _audit.Restored(AuditEvent.Reverted, result);
        return WorkerReply.Yes(result);
    }

    /// <summary>What cannot be noted as kept is not kept.</summary>
    private ExecutionResult Confirm(Executor executor, string change)
    {
        try
        {
            _audit.Confirmed(change);
            return executor.Confirm(change);
        }
        catch (AuditException e)
        {
            return executor.Revert(change, e.Message);
        }
    }

    private string NotPending(string change)
    {
        using var journal = Journal.Open(setup.StateDirectory, setup.Time);
        return journal.Find(change) is { } found
            ? $"{found.Id} does not wait for a confirmation: {found.State.ToString().ToLowerInvariant()}" + (found.Note.Length > 0 ? $", {found.Note}" : "")
            : $"there is no change '{Shown.Safe(change)}'";
    }

    private ExecutionResult? End(Func<PendingChange, ExecutionResult> how)
    {
        if (_pending is not { } pending) return null;
        _pending = null;
        using (pending)
        {
            var result = how(pending);
            EndSandbox();
            return result;
        }
    }

    /// <summary>Before the lock is given up: nothing of ours may still be writing when the next one begins.</summary>
    private void EndSandbox() => (setup.Writer as IDisposable)?.Dispose();

    private WorkerReply Undo(UndoRequest request, Journal journal)
    {
        _audit.Undo(request.Which, request.Who, request.Force);
        var results = new Undo(Bench(journal)).Run(request.Which, request.Who, request.Force, request.Seen ?? "");
        _audit.Restored(AuditEvent.Undone, results);
        return WorkerReply.Yes(results);
    }

    private WorkerReply Release(ReleaseRequest request, Journal journal)
    {
        _audit.Released(request.Tunable);
        return new WorkerReply { Ok = true, Released = new ManualWatch(Bench(journal)).Release(request.Tunable) };
    }

    private WorkerReply AcceptDamage(Journal journal)
    {
        if (journal.Damage is not { } damage) return WorkerReply.No("bad-request", "no journal was found damaged");
        _audit.DamageAccepted(damage);
        journal.AcceptDamage();
        return new WorkerReply { Ok = true };
    }

    private WorkerReply History(int limit)
    {
        using var journal = Journal.Open(setup.StateDirectory, setup.Time);
        return new WorkerReply { Ok = true, History = journal.Latest(limit), JournalDamage = journal.Damage, Manual = new ManualWatch(Bench(journal)).All() };
    }

    private IReadOnlyList<ManualTunable> Manual()
    {
        using var journal = Journal.Open(setup.StateDirectory, setup.Time);
        return new ManualWatch(Bench(journal)).All();
    }

    private Workbench Bench(Journal journal) => new(setup.Host, setup.Writer, setup.Tunables, journal)
    {
        NetNamespace = setup.NetNamespace, NetIdentity = setup.NetIdentity, Namespaces = setup.Namespaces, BootFiles = setup.BootFiles,
    };

    private IReadOnlyList<string> LockDirectories => setup.HostLockDirectory.Length > 0 ? [setup.StateDirectory, setup.HostLockDirectory] : [setup.StateDirectory];

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    /// <summary>What is held while a change waits: disposing gives up the lock.</summary>
    private sealed record PendingChange(string Change, Executor Executor, Journal Journal, HostLock Lock, ITimer Timer) : IDisposable
    {
        public void Dispose()
        {
            Timer.Dispose();
            Journal.Dispose();
            Lock.Dispose();
        }
    }
}
