using Kernward.Knowledge;
using Kernward.Owners;

namespace Kernward.Execution;

/// <summary>Notices that somebody else took a tunable over: what we set last, in this boot and namespace, is not what is there.</summary>
public sealed class ManualWatch(Workbench bench)
{
    /// <summary>
    /// True where it is theirs until released. False where we set nothing, gave it back, or the file is gone.
    /// Throws <see cref="JournalException"/>.
    /// </summary>
    public bool IsManual(string tunable, string scope)
    {
        var writer = bench.Journal.LastWriter(tunable, scope, bench.Identity.Boot, bench.NamespaceOf(tunable));
        if (writer is not { SetsPlannedValues: true }) return false;
        var later = bench.Journal.Kept(writer.Boot).Where(change => change.Number > writer.Number).SelectMany(change => change.Edits).ToList();
        return writer.Edits
            .Where(edit => edit.Tunable == tunable && edit.Scope == scope && edit.Written.Length > 0)
            .Any(edit => bench.IsReachable(edit) && bench.Read(edit) is { } now
                && !IsOurs(edit, now) && !later.Exists(other => other.Place == edit.Place && IsOurs(other, now)));
    }

    /// <summary>All that somebody else took over in this boot, as far as this namespace shows it. Throws <see cref="JournalException"/>.</summary>
    public IReadOnlyList<ManualTunable> All()
    {
        var ours = bench.Journal.Kept(bench.Identity.Boot).SelectMany(change => change.Edits)
            .Where(edit => edit.Written.Length > 0 && bench.IsReachable(edit)).Select(edit => (edit.Tunable, edit.Scope)).Distinct();
        var finder = new OwnerFinder(bench.Host, bench.Tunables.Knowledge);
        return [.. ours.Where(place => IsManual(place.Tunable, place.Scope)).Select(place => Describe(place.Tunable, place.Scope, finder))];
    }

    private ManualTunable Describe(string tunable, string scope, OwnerFinder finder)
    {
        var writer = bench.Journal.LastWriter(tunable, scope, bench.Identity.Boot, bench.NamespaceOf(tunable))!;
        var edit = writer.Edits.First(edit => edit.Tunable == tunable && edit.Scope == scope && edit.Written.Length > 0);
        var now = bench.Tunables.Read(bench.Host, tunable, scope) ?? "";
        var owners = bench.Tunables.Knowledge.Tunable(tunable) is { } known ? finder.Find(known, scope) : [];
        var probable = owners.FirstOrDefault(owner => RawFile.Canonical(owner.Value) == now) ?? owners.FirstOrDefault(owner => owner.Holds == Hold.Continuously);
        return new ManualTunable(writer.Id, tunable, scope, edit.From, edit.To, now, probable?.ToString() ?? "");
    }

    /// <summary>A later change of ours may have moved it along with its own file.</summary>
    private static bool IsOurs(EditRecord edit, string now) => edit.ReadBack is not { } ours || edit.PartOf(now) == edit.PartOf(ours);

    /// <summary>Gives a tunable back to Kernward in every scope; returns how many writes of ours are forgotten by that.</summary>
    public int Release(string tunable) => bench.Journal.Release(tunable);
}
