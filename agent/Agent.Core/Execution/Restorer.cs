using Kernward.BootFiles;
using Kernward.Domain;

namespace Kernward.Execution;

/// <summary>
/// Gives back what a change replaced, newest edit first, and believes only what it reads afterwards: a file is restored when its
/// content is, byte for byte, what it was. Restoring goes on without a journal, because that is the safe direction; the journal
/// still has the intent then, and the next start looks again.
/// </summary>
internal sealed class Restorer(Workbench bench)
{
    /// <summary>Some files are changed along with others, so that the first round may spoil what it had already given back.</summary>
    private const int Rounds = 2;

    /// <summary>What confined the last writes, in the writer's word; empty where there were none.</summary>
    public string Sandbox { get; private set; } = "";

    /// <summary>
    /// What could not be given back: each edit with the reason; empty where the host is as it was. A file that somebody else
    /// changed after us is left alone. Edits are marked in the journal; the change's own state is the caller's.
    /// </summary>
    public IReadOnlyDictionary<EditRecord, string> Restore(ChangeRecord change)
    {
        var open = change.Edits.Where(edit => edit.State != EditState.Restored).OrderByDescending(edit => edit.Seq).ToList();
        var problems = open.GroupBy(edit => edit.Place)
            .Select(place => (Newest: place.First(), Text: Foreign(place.First(), place.Last())))
            .Where(found => found.Text.Length > 0)
            .ToDictionary(found => found.Newest, found => found.Text);
        var ours = open.Where(edit => problems.Keys.All(foreign => foreign.Place != edit.Place)).ToList();
        Note(change, [.. ours.Select(edit => edit with { State = EditState.Restoring })]);
        var errors = WriteBack(ours, problems);
        foreach (var oldest in ours.GroupBy(edit => edit.Place).Select(place => place.Last()).Where(oldest => !IsLeft(problems, oldest) && !IsBack(oldest)))
            problems.Add(oldest, errors.GetValueOrDefault(oldest.Place) ?? "the kernel took the old value but kept another");
        Note(change, [.. ours.Where(edit => problems.Keys.All(left => left.Place != edit.Place))
            .Select(edit => edit with { State = EditState.Restored })]);
        return problems;
    }

    /// <summary>
    /// Looks once more at a file before the first write of its step: noting took a while, in which somebody else may have set it.
    /// After that write it may have been changed along.
    /// </summary>
    private Dictionary<(string, string), string> WriteBack(List<EditRecord> newestFirst, Dictionary<EditRecord, string> problems)
    {
        var errors = new Dictionary<(string, string), string>();
        if (newestFirst.TrueForAll(IsBack)) return errors;
        Sandbox = bench.Confine(newestFirst.Where(edit => bench.Gone(edit).Length == 0).Select(edit => edit.Path), givesBack: true);
        var begun = new HashSet<int>();
        for (var round = 0; round < Rounds && !newestFirst.TrueForAll(IsBack); round++)
            foreach (var edit in newestFirst.Where(edit => !IsLeft(problems, edit) && !IsBack(edit)))
            {
                if (!begun.Contains(edit.Step) && edit == newestFirst.Find(other => other.Place == edit.Place)
                    && Foreign(edit, newestFirst.FindLast(other => other.Place == edit.Place)!) is { Length: > 0 } told)
                {
                    problems.Add(edit, told);
                    continue;
                }
                begun.Add(edit.Step);
                try
                {
                    bench.Write(edit.Path, edit.Restore);
                }
                catch (IOException e)
                {
                    errors[edit.Place] = e.Message;
                }
            }
        return errors;
    }

    private static bool IsLeft(Dictionary<EditRecord, string> problems, EditRecord edit) => problems.Keys.Any(left => left.Place == edit.Place);

    /// <summary>True also where the file is gone with what it belonged to: then nothing of ours stands.</summary>
    private bool IsBack(EditRecord edit)
    {
        if (bench.Gone(edit).Length > 0) return true;
        if (!bench.IsReachable(edit)) return false;
        // It can go between the two looks.
        return bench.Read(edit.Path) is { } now ? edit.PartOf(now) == edit.PartOf(edit.Before) : bench.Gone(edit).Length > 0;
    }

    /// <summary>
    /// Why a file is not ours to give back; empty where it is. While an edit's read-back is not known (the worker died in
    /// between), a content that is neither old nor asked for may be the kernel's rounding of ours, so it is given back.
    /// </summary>
    private string Foreign(EditRecord newest, EditRecord oldest)
    {
        if (bench.Gone(newest).Length > 0) return "";
        if (!bench.IsReachable(newest))
            return $"{newest.Path} belongs to network namespace {newest.Namespace}, and this process is in {bench.NetNamespace}";
        if (newest.State != EditState.Written || newest.ReadBack is not { } ours) return "";
        if (bench.Read(newest.Path) is not { } now) return "";
        var part = newest.PartOf(now);
        return part == newest.PartOf(ours) || part == oldest.PartOf(oldest.Before) ? "" : Told(newest, oldest, part);
    }

    internal static string Told(EditRecord newest, EditRecord oldest, string now) => OwnFile.Is(newest.Path)
        ? $"/{newest.Path} is not as Kernward made it: someone else {(now.Length == 0 ? "took it away" : "altered it")} since"
        : $"{newest.Path} was '{Value(oldest.PartOf(oldest.Before))}' before, Kernward set '{Value(newest.PartOf(newest.ReadBack ?? newest.Written))}', "
        + $"it is '{Value(now)}' now: someone else changed it since";

    private static string Value(string raw) => Shown.Safe(RawFile.Canonical(raw));

    private void Note(ChangeRecord change, IReadOnlyList<EditRecord> edits)
    {
        try
        {
            bench.Journal.Note(change, edits);
        }
        catch (JournalException)
        {
            // The intent is in the journal; Recovery finds it and looks again.
        }
    }
}
