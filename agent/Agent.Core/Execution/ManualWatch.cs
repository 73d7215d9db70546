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
            .Any(edit => RawFile.Read(bench.Host, edit.Path) is { } now
                && !IsOurs(edit, now) && !later.Exists(other => other.Place == edit.Place && IsOurs(other, now)));
    }

    /// <summary>A later change of ours may have moved it along with its own file.</summary>
    private static bool IsOurs(EditRecord edit, string now) => edit.ReadBack is not { } ours || edit.PartOf(now) == edit.PartOf(ours);

    /// <summary>Gives a tunable back to Kernward in every scope; returns how many writes of ours are forgotten by that.</summary>
    public int Release(string tunable) => bench.Journal.Release(tunable);
}
