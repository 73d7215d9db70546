namespace Kernward.Execution;

public sealed partial class Journal
{
    /// <summary>
    /// A kept change that files of ours have set again at boot goes on as one of this boot, in the network namespace that is the
    /// host's now. The edits in <paramref name="gone"/> went with the boot before: there is nothing of them to undo.
    /// </summary>
    internal void CarryOver(ChangeRecord change, string boot, string networkNamespace, IReadOnlyList<EditRecord> gone) => InTransaction(() =>
    {
        Do("UPDATE change SET boot = @boot, note = @note WHERE n = @n",
            ("@boot", boot), ("@note", "set again at boot by its own file"), ("@n", change.Number));
        Do("UPDATE edit SET namespace = @namespace WHERE change = @n AND namespace <> ''",
            ("@namespace", networkNamespace), ("@n", change.Number));
        foreach (var edit in gone)
            Do("UPDATE edit SET state = @state WHERE change = @n AND seq = @seq",
                ("@state", Word(EditState.Restored)), ("@n", change.Number), ("@seq", edit.Seq));
    });
}
