namespace Kernward.History;

/// <summary>
/// The history's tables as a list of steps: step N leads from version N to N + 1, and the version of a file is how many it has
/// behind it. To change the schema, add a step; a step that was released is never edited. Unlike the journal's, a file is not copied
/// first: nothing depends on a history.
/// </summary>
internal static class HistorySchema
{
    private static readonly string[] Steps =
    [
        // A bucket of all series waits in 'tail' until its chunk is over, and is then divided among the series: what is read together
        // lies together, and a transaction writes a page or two instead of one for each series. 'span' says which chunks there are.
        """
        CREATE TABLE series (id INTEGER PRIMARY KEY, name TEXT NOT NULL, subject TEXT NOT NULL, seen INTEGER NOT NULL, UNIQUE (name, subject));
        CREATE TABLE tail (start INTEGER PRIMARY KEY, data BLOB NOT NULL);
        CREATE TABLE span (tier INTEGER NOT NULL, start INTEGER NOT NULL, PRIMARY KEY (tier, start)) WITHOUT ROWID;
        CREATE TABLE chunk (tier INTEGER NOT NULL, start INTEGER NOT NULL, series INTEGER NOT NULL, data BLOB NOT NULL,
            PRIMARY KEY (tier, start, series)) WITHOUT ROWID;
        CREATE TABLE event (n INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, what TEXT NOT NULL);
        CREATE INDEX event_by_time ON event (at);
        """,
        // Values as the observer last saw them, so that what was changed while nobody watched is noticed too.
        "CREATE TABLE noted (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;",
    ];

    public static int Version => Steps.Length;

    /// <summary>Brings a file up to this version, each step whole or not at all; only looks where it may not write.</summary>
    public static void Prepare(HistoryDatabase database, string path, bool forWriting)
    {
        var version = database.Number("PRAGMA user_version");
        if (version > Version)
            throw new HistoryException($"the history {path} was written by a later version of Kernward (schema {version}, this one knows {Version})");
        if (!forWriting && version < Version)
            throw new HistoryException($"the history {path} is of an earlier version (schema {version}); `kernward observe` brings it up to date");
        for (; version < Version; version++)
        {
            var step = Steps[version] + $" PRAGMA user_version = {version + 1};";
            database.InTransaction(() => database.Do(step));
        }
    }
}
