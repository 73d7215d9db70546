using Kernward.Domain;

namespace Kernward.Execution;

/// <summary>
/// Why edits were not made: refused before anything of the kind was written, or failed in writing. <paramref name="IsUntouched"/>: a
/// file was no longer as it was seen, and so none was written.
/// </summary>
internal sealed record EditProblem(OutcomeKind Kind, string Text, bool IsUntouched = false);

/// <summary>Makes a step's edits: notes all of them first, writes each if its file still is as seen, and notes what came of it.</summary>
internal sealed class EditRun(Workbench bench)
{
    /// <summary>
    /// Null where every file took its write. With <paramref name="isBack"/> (an undo) a file of which it says that nothing is left
    /// to write is passed over, and one that the kernel changed along with another of its step is written all the same. Any other
    /// that is not as seen is refused; before the first write all are looked at. What the kernel made of each is noted either way.
    /// </summary>
    public EditProblem? Make(ChangeRecord change, IReadOnlyList<EditRecord> edits, Func<EditRecord, string, bool>? isBack = null)
    {
        try
        {
            bench.Journal.Intend(change, edits);
        }
        catch (JournalException e)
        {
            return new EditProblem(OutcomeKind.Refused, $"not taken: {e.Message}");
        }
        var (reached, problem) = WriteAll(edits, isBack);
        try
        {
            bench.Journal.Note(change, [.. edits.Select((edit, i) => i < reached || edit.Written.Length == 0 ? Seen(edit) : NotMade(edit))]);
        }
        catch (JournalException e)
        {
            problem ??= new EditProblem(OutcomeKind.Failed, e.Message);
        }
        return problem;
    }

    /// <summary>How many edits were reached (the one that failed among them, as it may have had an effect), and what went wrong.</summary>
    private (int Reached, EditProblem? Problem) WriteAll(IReadOnlyList<EditRecord> edits, Func<EditRecord, string, bool>? isBack)
    {
        if (isBack is not null && edits.Select(edit => Moved(edit, isBack)).FirstOrDefault(problem => problem is not null) is { } early)
            return (0, early with { IsUntouched = true });
        var begun = new HashSet<int>();
        for (var i = 0; i < edits.Count; i++)
        {
            var edit = edits[i];
            if (edit.Written.Length == 0 || (isBack is not null && IsDone(edit, isBack))) continue;
            if ((isBack is null || !begun.Contains(edit.Step)) && Moved(edit, isBack) is { } moved)
                return (i, moved with { IsUntouched = begun.Count == 0 });
            begun.Add(edit.Step);
            if (Write(edit) is { } failed) return (i + 1, failed);
        }
        return (edits.Count, null);
    }

    /// <summary>True where nothing is left to write, also because what the file belonged to is gone.</summary>
    private bool IsDone(EditRecord edit, Func<EditRecord, string, bool> isBack) =>
        bench.Gone(edit).Length > 0 || (bench.Read(edit.Path) is { } now && isBack(edit, now));

    private EditProblem? Moved(EditRecord edit, Func<EditRecord, string, bool>? isBack)
    {
        if (edit.Written.Length == 0 || (isBack is not null && IsDone(edit, isBack))) return null;
        var now = bench.Read(edit.Path);
        if (bench.Gone(edit) is { Length: > 0 } gone)
            return isBack is null ? new EditProblem(OutcomeKind.Refused, $"at the last moment: {gone}") : null;
        // One that an undo cannot read is left to the write, which says why.
        return (now is null && isBack is not null) || (now is not null && edit.PartOf(now) == edit.PartOf(edit.Before))
            ? null
            : new EditProblem(OutcomeKind.Refused, $"{edit.Path} changed at the last moment: it is '{Shown.Safe(RawFile.Canonical(now ?? ""))}' now");
    }

    private EditProblem? Write(EditRecord edit)
    {
        try
        {
            bench.Write(edit.Path, edit.Written);
            return null;
        }
        catch (IOException e)
        {
            return new EditProblem(OutcomeKind.Failed, e.Message);
        }
    }

    private EditRecord Seen(EditRecord edit) =>
        edit with { State = EditState.Written, ReadBack = bench.Read(edit) };

    /// <summary>Not ours, so that no rollback touches it.</summary>
    private static EditRecord NotMade(EditRecord edit) => edit with { State = EditState.Restored };
}
