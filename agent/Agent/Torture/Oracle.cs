using Microsoft.Data.Sqlite;

namespace Kernward.Torture;

/// <summary>
/// Says from the outside whether something was lost: from the bytes of the files, from the rounds' own account of what was
/// confirmed, and from the journal as SQLite sees it. It asks no code of the execution's.
/// </summary>
internal sealed class Oracle(Scene scene)
{
    private static readonly string[] Ended = ["kept", "reverted", "failed", "gone"];

    /// <summary>
    /// The one of the allowed states that the files are in and that the journal tells of; null with what is wrong. A change is in
    /// force as a whole or not at all: half of one is no state.
    /// </summary>
    public World? Find(IReadOnlyList<World> allowed, MindReply history, out string wrong)
    {
        var contents = scene.ReadAll();
        var same = allowed.Where(world => world.Is(scene.Knobs, contents)).ToList();
        wrong = same.Count == 0 ? Nearest(allowed, contents) : Bystanders();
        if (wrong.Length > 0) return null;
        if (history.Changes.FirstOrDefault(change => !Ended.Contains(change.Value)) is { Key: { } open } found)
        {
            wrong = $"{open} is {found.Value} in the journal after it was settled";
            return null;
        }
        var kept = history.Changes.Where(change => change.Value == "kept").Select(change => change.Key).ToList();
        if (same.Find(world => world.IsKept(kept)) is { } world) return world;
        wrong = $"the journal has {string.Join(' ', kept.DefaultIfEmpty("nothing"))} as kept, the files are those of "
            + string.Join(' ', same[0].Kept.Select(change => change.Id).DefaultIfEmpty("nothing"));
        return null;
    }

    /// <summary>What SQLite has against the journal, or that one was set aside as damaged; empty where it is sound.</summary>
    public string JournalError()
    {
        if (Directory.EnumerateFiles(scene.State, "*.damaged-*").FirstOrDefault() is { } aside) return $"{Path.GetFileName(aside)} was set aside";
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = Path.Combine(scene.State, "journal.db"), Mode = SqliteOpenMode.ReadWrite, Pooling = false,
            }.ToString());
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA integrity_check";
            var said = command.ExecuteScalar() as string ?? "nothing";
            return said == "ok" ? "" : said;
        }
        catch (SqliteException e)
        {
            return e.Message;
        }
    }

    private string Nearest(IReadOnlyList<World> allowed, IReadOnlyList<string?> contents) =>
        allowed.Select(world => Difference(world, contents)).MinBy(difference => difference.Split("; ").Length)!;

    private string Difference(World expected, IReadOnlyList<string?> contents) => string.Join("; ", scene.Knobs.Select((knob, i) => (knob, i))
        .Where(found => contents[found.i] != found.knob.Values[expected[found.i]].Raw)
        .Select(found => $"{found.knob.Path} holds {Shown(contents[found.i])} and not {Shown(found.knob.Values[expected[found.i]].Raw)}"));

    private string Bystanders() => string.Join("; ", scene.Bystanders
        .Where(file => File.ReadAllText(Path.Combine(scene.Root, file.Key)) != file.Value).Select(file => $"{file.Key} was changed"));

    private static string Shown(string? raw) => raw is null ? "nothing" : $"'{Domain.Shown.Safe(raw.Replace("\n", "\\n"))}'";
}
