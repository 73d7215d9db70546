using Kernward.Domain;

namespace Kernward.Execution;

/// <summary>Why edits were not made: refused before anything of the kind was written, or failed in writing.</summary>
internal sealed record EditProblem(OutcomeKind Kind, string Text);

/// <summary>Makes a step's edits: notes all of them first, writes each if its file still is as seen, and notes what came of it.</summary>
internal sealed class EditRun(Workbench bench)
{
    /// <summary>
    /// Null where every file took its write. With <paramref name="isBack"/> (an undo) a file of which it says that nothing is left
    /// to write is passed over, and one that the kernel changed along with another of its step is written all the same; any other
    /// file that is not as seen is refused. What the kernel made of each is noted either way.
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
        var begun = new HashSet<int>();
        for (var i = 0; i < edits.Count; i++)
        {
            if (edits[i].Written.Length == 0) continue;
            var now = bench.Read(edits[i].Path);
            if (isBack is not null && now is not null && isBack(edits[i], now)) continue;
            if ((isBack is null || !begun.Contains(edits[i].Step)) && Moved(edits[i], now) is { } moved) return (i, moved);
            begun.Add(edits[i].Step);
            if (Write(edits[i]) is { } failed) return (i + 1, failed);
        }
        return (edits.Count, null);
    }

    private static EditProblem? Moved(EditRecord edit, string? now) => now is not null && edit.PartOf(now) == edit.PartOf(edit.Before)
        ? null
        : new EditProblem(OutcomeKind.Refused, $"{edit.Path} changed at the last moment: it is '{Shown.Safe(RawFile.Canonical(now ?? ""))}' now");

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
        edit with { State = EditState.Written, ReadBack = bench.Read(edit.Path) };

    /// <summary>Not ours, so that no rollback touches it.</summary>
    private static EditRecord NotMade(EditRecord edit) => edit with { State = EditState.Restored };
}
