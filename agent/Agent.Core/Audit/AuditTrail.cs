using System.Text.Json.Nodes;
using Kernward.Domain;
using Kernward.Execution;

namespace Kernward.Audit;

/// <summary>
/// What a worker notes, in the order in which it does things. What must be on disk before the kernel is written throws where it
/// cannot be; what follows a restoring does not, because restoring goes on without a log. Thread-safe.
/// </summary>
public sealed class AuditTrail(AuditLog log, string version, string knowledge)
{
    private const int MostReasons = 40;
    private readonly InputStore _inputs = new(log.Place);
    private int _started;

    /// <summary>Before anything of the plan is written; the ruling's number in the log. Throws <see cref="AuditException"/>.</summary>
    public long Ruled(RecordedRuling ruled)
    {
        Started();
        var inputs = ruled.Inputs;
        var refused = inputs.Ruling.Reasons.Where(reason => reason.Effect == Decision.Deny).ToList();
        return log.Append(ruled.Approved is null ? AuditEvent.Refused : AuditEvent.Ruling, "", new JsonObject
        {
            ["plan"] = Shown.Safe(inputs.Plan.Id),
            ["decision"] = AuditLine.Word(inputs.Ruling.Decision),
            ["who"] = Shown.Safe(inputs.Approval.Who),
            ["how"] = Shown.Safe(inputs.Approval.How),
            ["summary"] = Shown.Safe(inputs.Plan.Summary, 300),
            ["reasons"] = new JsonArray([.. refused.Take(MostReasons).Select(reason => (JsonNode)$"{reason.Rule} ({reason.Step}): {Shown.Safe(reason.Text, 300)}")]),
            ["inputs"] = _inputs.Save(inputs),
        }).N;
    }

    /// <summary>After the steps of a plan. False where it could not be noted: then the change must not stand.</summary>
    public bool Applied(long ruling, ExecutionResult result) => TryNote(AuditEvent.Applied, result.Change, Data(result, ("ruling", ruling)));

    /// <summary>Before a pending change is kept. Throws <see cref="AuditException"/>.</summary>
    public void Confirmed(string change) => Must(AuditEvent.Confirmed, change, []);

    /// <summary>Before changes are taken back on request. Throws <see cref="AuditException"/>.</summary>
    public void Undo(string which, string who, bool force) =>
        Must(AuditEvent.Undo, "", new JsonObject { ["which"] = Shown.Safe(which), ["who"] = Shown.Safe(who), ["force"] = force });

    /// <summary>Before a tunable is given back. Throws <see cref="AuditException"/>.</summary>
    public void Released(string tunable) => Must(AuditEvent.Released, "", new JsonObject { ["tunable"] = Shown.Safe(tunable) });

    /// <summary>Before it is accepted that a damaged journal is lost. Throws <see cref="AuditException"/>.</summary>
    public void DamageAccepted(string damage) => Must(AuditEvent.DamageAccepted, "", new JsonObject { ["damage"] = Shown.Safe(damage, 600) });

    /// <summary>After changes were settled, reverted or undone; a log that cannot be written does not keep anybody from that.</summary>
    public void Restored(AuditEvent what, params IReadOnlyList<ExecutionResult> results)
    {
        foreach (var result in results) TryNote(what, result.Change, Data(result));
    }

    /// <summary>Something about whoever speaks to the worker: a malformed message, a peer that was refused.</summary>
    public void Note(AuditEvent what, string text) => TryNote(what, "", new JsonObject { ["text"] = Shown.Safe(text, 300) });

    /// <summary>True where it is in the log.</summary>
    private bool TryNote(AuditEvent what, string change, JsonObject data)
    {
        try
        {
            Must(what, change, data);
            return true;
        }
        catch (AuditException)
        {
            return false;
        }
    }

    private void Must(AuditEvent what, string change, JsonObject data)
    {
        Started();
        log.Append(what, change, data);
    }

    /// <summary>A worker that notes nothing leaves no entry of its start either.</summary>
    private void Started()
    {
        if (Interlocked.Exchange(ref _started, 1) != 0) return;
        try
        {
            log.Append(AuditEvent.Start, "", new JsonObject { ["version"] = version, ["knowledge"] = knowledge, ["pid"] = Environment.ProcessId });
        }
        catch (AuditException)
        {
            _started = 0;
            throw;
        }
    }

    private static JsonObject Data(ExecutionResult result, params IReadOnlyList<(string Name, long Value)> more)
    {
        var data = new JsonObject
        {
            ["state"] = AuditLine.Word(result.State),
            ["note"] = Shown.Safe(result.Note, 300),
            ["steps"] = new JsonArray([.. result.Outcomes.Select(outcome => (JsonNode)new JsonObject
            {
                ["step"] = outcome.Step,
                ["outcome"] = AuditLine.Word(outcome.Outcome),
                ["tunable"] = Shown.Safe(outcome.Tunable),
                ["scope"] = Shown.Safe(outcome.Scope),
                ["from"] = Shown.Safe(outcome.From),
                ["to"] = Shown.Safe(outcome.To),
                ["now"] = Shown.Safe(outcome.Now),
                ["reason"] = Shown.Safe(outcome.Reason, 300),
            })]),
        };
        foreach (var (name, value) in more) data[name] = value;
        return data;
    }
}
