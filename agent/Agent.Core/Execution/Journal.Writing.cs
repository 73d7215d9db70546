using System.Globalization;
using System.Text.Json;
using Kernward.Domain;
using Kernward.Machine;
using Kernward.Policy;

namespace Kernward.Execution;

public sealed partial class Journal
{
    /// <summary>How an undo was approved that also takes back what somebody else set.</summary>
    internal const string ForcedUndo = "undo --force";

    /// <summary>Begins the change of a plan, in state applying.</summary>
    internal ChangeRecord Begin(ApprovedPlan approved, HostIdentity host) =>
        Add(new ChangeRecord
        {
            Id = "", Plan = approved.Plan, Summary = approved.Plan.Summary, Approval = approved.Approval,
            Host = host.Name, Boot = host.Boot, State = ChangeState.Applying, At = _time.GetUtcNow(),
        });

    /// <summary>Begins the undoing of a change, in state applying.</summary>
    internal ChangeRecord BeginUndo(ChangeRecord undone, string who, bool force) =>
        Add(undone with
        {
            Id = "", Plan = null, Undoes = undone.Id, Depth = undone.Depth + 1, Summary = $"undo of {undone.Id}: {undone.Summary}",
            Approval = new Approval(undone.Approval.PlanId, who, force ? ForcedUndo : "undo", _time.GetUtcNow()),
            State = ChangeState.Applying, At = _time.GetUtcNow(), Note = "", Edits = [],
        });

    /// <summary>Notes the edits that are about to be made; on return they are on disk.</summary>
    internal void Intend(ChangeRecord change, IReadOnlyList<EditRecord> edits) => InTransaction(() =>
    {
        foreach (var edit in edits)
            Do("""
               INSERT INTO edit VALUES (@change, @seq, @step, @tunable, @scope, @path, @namespace, @from, @to, @before, @restore,
               @written, NULL, @state, @identity)
               """,
                ("@change", change.Number), ("@seq", edit.Seq), ("@step", edit.Step), ("@tunable", edit.Tunable),
                ("@scope", edit.Scope), ("@path", edit.Path), ("@namespace", edit.Namespace), ("@from", edit.From), ("@to", edit.To),
                ("@before", RawFile.Bytes(edit.Before)), ("@restore", RawFile.Bytes(edit.Restore)),
                ("@written", RawFile.Bytes(edit.Written)), ("@state", Word(EditState.Intended)), ("@identity", edit.Identity));
    });

    /// <summary>Notes what became of edits: their states, and contents read back.</summary>
    internal void Note(ChangeRecord change, IReadOnlyList<EditRecord> edits) => InTransaction(() =>
    {
        foreach (var edit in edits)
            Do("UPDATE edit SET state = @state, readback = @readback WHERE change = @change AND seq = @seq",
                ("@state", Word(edit.State)), ("@readback", edit.ReadBack is { } raw ? RawFile.Bytes(raw) : null),
                ("@change", change.Number), ("@seq", edit.Seq));
    });

    /// <summary>Notes what confines the writes of a change, before the first one.</summary>
    internal void Confined(ChangeRecord change, string sandbox) => InTransaction(() =>
        Do("UPDATE change SET sandbox = @sandbox WHERE n = @n", ("@sandbox", sandbox), ("@n", change.Number)));

    internal void SetState(ChangeRecord change, ChangeState state, string note = "") => InTransaction(() => State(change, state, note));

    /// <summary>
    /// An undo that is done, in one transaction: the change that it undoes is no longer in force, and later changes of the same
    /// files, which stay, now lead back to what was there before it.
    /// </summary>
    internal void FinishUndo(ChangeRecord undo, ChangeRecord undone, IReadOnlyList<(ChangeRecord Later, EditRecord Edit)> rebased) =>
        InTransaction(() =>
        {
            State(undo, ChangeState.Kept, "");
            State(undone, ChangeState.Reverted, $"undone by {undo.Id}");
            foreach (var (later, edit) in rebased)
                Do("UPDATE edit SET before = @before, restore = @restore, from_value = @from WHERE change = @change AND seq = @seq",
                    ("@before", RawFile.Bytes(edit.Before)), ("@restore", RawFile.Bytes(edit.Restore)), ("@from", edit.From),
                    ("@change", later.Number), ("@seq", edit.Seq));
        });

    /// <summary>Forgets that a tunable is ours, as of now: what somebody else set it to is no longer in the way. Returns how many writes that concerned.</summary>
    public int Release(string tunable)
    {
        var concerned = 0;
        InTransaction(() =>
        {
            concerned = Convert.ToInt32(
                Scalar(_connection, "SELECT count(*) FROM edit WHERE tunable = @tunable AND written <> x''", ("@tunable", tunable)),
                CultureInfo.InvariantCulture);
            if (concerned > 0)
                Do("INSERT INTO release VALUES (@tunable, (SELECT max(n) FROM change), @at)", ("@tunable", tunable), ("@at", Stamp(_time.GetUtcNow())));
        });
        return concerned;
    }

    private ChangeRecord Add(ChangeRecord change) => Guarded(() =>
    {
        ThrowIfDamaged();
        var number = (long)Scalar(_connection,
            """
            INSERT INTO change (undoes, depth, plan, summary, plan_id, who, how, approved_at, host, boot, state, at)
            VALUES (@undoes, @depth, @plan, @summary, @plan_id, @who, @how, @approved_at, @host, @boot, @state, @at) RETURNING n
            """,
            ("@undoes", ChangeRecord.NumberOf(change.Undoes)), ("@depth", change.Depth),
            ("@plan", change.Plan is { } plan ? JsonSerializer.Serialize(plan, AgentJson.Default.Plan) : null),
            ("@summary", change.Summary), ("@plan_id", change.Approval.PlanId), ("@who", change.Approval.Who),
            ("@how", change.Approval.How), ("@approved_at", Stamp(change.Approval.At)), ("@host", change.Host),
            ("@boot", change.Boot), ("@state", Word(change.State)), ("@at", Stamp(change.At)))!;
        return change with { Id = $"c{number}" };
    });

    private void State(ChangeRecord change, ChangeState state, string note) =>
        Do("UPDATE change SET state = @state, note = @note WHERE n = @n",
            ("@state", Word(state)), ("@note", note), ("@n", change.Number));

    private static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
