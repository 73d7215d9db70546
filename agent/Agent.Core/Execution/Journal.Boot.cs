namespace Kernward.Execution;

public sealed partial class Journal
{
    /// <summary>
    /// A kept change that files of ours have set again at boot goes on as one of this boot. The edits in <paramref name="gone"/> went
    /// with the boot before: there is nothing of them to undo.
    /// </summary>
    internal void CarryOver(ChangeRecord change, string boot, IReadOnlyList<EditRecord> bound, IReadOnlyList<EditRecord> gone) => InTransaction(() =>
    {
        Do("UPDATE change SET boot = @boot, note = @note WHERE n = @n",
            ("@boot", boot), ("@note", "set again at boot by its own file"), ("@n", change.Number));
        Bind(change, bound);
        foreach (var edit in gone)
            Do("UPDATE edit SET state = @state WHERE change = @n AND seq = @seq",
                ("@state", Word(EditState.Restored)), ("@n", change.Number), ("@seq", edit.Seq));
    });

    /// <summary>Numbers of an earlier boot mean nothing in this one: the edits belong to what has their names now.</summary>
    internal void Rebind(ChangeRecord change, IReadOnlyList<EditRecord> bound) => InTransaction(() => Bind(change, bound));

    private void Bind(ChangeRecord change, IReadOnlyList<EditRecord> bound)
    {
        foreach (var edit in bound)
            Do("UPDATE edit SET namespace = @namespace, identity = @identity WHERE change = @n AND seq = @seq",
                ("@namespace", edit.Namespace), ("@identity", edit.Identity), ("@n", change.Number), ("@seq", edit.Seq));
    }
}
