using System.Security.Cryptography;
using System.Text;
using Kernward.BootFiles;
using Kernward.Domain;

namespace Kernward.Execution;

public sealed partial class Undo
{
    /// <summary>
    /// One file (or one line of it) of a change, with the later change that covers it, if one does. <paramref name="Foreign"/> is how
    /// somebody else changed it, <paramref name="Gone"/> why nothing of it can stand; empty where that is not so.
    /// </summary>
    private sealed record Part(
        EditRecord Newest, EditRecord Oldest, (ChangeRecord Change, EditRecord Edit)? Cover, string Now, string Foreign, string Gone = "");

    private List<Part> Parts(ChangeRecord change)
    {
        var later = bench.Journal.Kept(change.Boot)
            .Where(other => other.Number > change.Number && other.SetsPlannedValues == change.SetsPlannedValues).Reverse().ToList();
        return [.. change.Edits.Where(edit => edit.State != EditState.Restored).OrderByDescending(edit => edit.Seq)
            .GroupBy(edit => edit.Place).Select(place => PartOf(place.First(), place.Last(), later))];
    }

    private Part PartOf(EditRecord newest, EditRecord oldest, List<ChangeRecord> later)
    {
        if (bench.Gone(newest) is { Length: > 0 } gone) return new Part(newest, oldest, null, "", "", gone);
        var cover = later.SelectMany(change => change.Edits.Select(edit => (change, edit)))
            .FirstOrDefault(found => found.edit.Place == oldest.Place && found.edit.IsOfSame(oldest) && found.edit.State == EditState.Written);
        var now = bench.Read(newest.Path);
        if (cover.change is not null) return new Part(newest, oldest, cover, now ?? "", "");
        var part = newest.PartOf(now ?? "");
        var expected = now is null || part == newest.PartOf(newest.ReadBack ?? newest.Written) || part == oldest.PartOf(oldest.Before);
        return new Part(newest, oldest, null, now ?? "", expected ? "" : Restorer.Told(newest, oldest, part));
    }

    /// <summary>Leads from what is there now to what was there before the change, and back again.</summary>
    private EditRecord Inverse(Part part, int index) => bench.Bound(part.Oldest with
    {
        Seq = index + 1, From = part.Oldest.To, To = part.Oldest.From, Before = part.Now,
        Restore = OwnFile.Is(part.Oldest.Path) ? OwnFile.WayBack(part.Now) : RawFile.WayBack(part.Now, part.Oldest.Restore),
        Written = part.Oldest.Restore, ReadBack = null, State = EditState.Intended,
    });

    /// <summary>One for each step, in the order of the plan.</summary>
    private List<StepOutcome> Outcomes(List<Part> parts) =>
        [.. parts.GroupBy(part => part.Oldest.Step).OrderBy(step => step.Key).Select(step => Outcome(step.Last().Oldest, OutcomeKind.Reverted, Told(step)))];

    private static string Told(IEnumerable<Part> step)
    {
        var (covered, gone) = (step.FirstOrDefault(part => part.Cover is not null), step.FirstOrDefault(part => part.Gone.Length > 0));
        return covered?.Cover is { } cover ? $"{cover.Change.Id} set it later and stays; undoing that leads back to {step.Last().Oldest.From}" : gone?.Gone ?? "";
    }

    /// <summary>Of the exact contents, byte for byte: two values may look alike to a person.</summary>
    private static string Fingerprint(IEnumerable<Part> foreign)
    {
        var seen = new StringBuilder();
        foreach (var part in foreign)
            foreach (var text in new[] { part.Oldest.Path, part.Oldest.Key, part.Newest.PartOf(part.Now) }) seen.Append(text.Length).Append(':').Append(text);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seen.ToString())));
    }
}
