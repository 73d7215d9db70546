using Microsoft.Data.Sqlite;

namespace Kernward.Execution;

/// <summary>
/// The journal's tables as a list of steps: step N leads from version N to N + 1, and the version of a file is how many it has
/// behind it. To change the schema, add a step; a step that was released is never edited.
/// </summary>
internal static class JournalSchema
{
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE change (
            n INTEGER PRIMARY KEY AUTOINCREMENT, undoes INTEGER, depth INTEGER NOT NULL, plan TEXT, summary TEXT NOT NULL,
            plan_id TEXT NOT NULL, who TEXT NOT NULL, how TEXT NOT NULL, approved_at TEXT NOT NULL, host TEXT NOT NULL,
            boot TEXT NOT NULL, state TEXT NOT NULL, at TEXT NOT NULL, note TEXT NOT NULL DEFAULT '');
        CREATE TABLE edit (
            change INTEGER NOT NULL REFERENCES change(n), seq INTEGER NOT NULL, step INTEGER NOT NULL, tunable TEXT NOT NULL,
            scope TEXT NOT NULL, path TEXT NOT NULL, namespace TEXT NOT NULL, from_value TEXT NOT NULL, to_value TEXT NOT NULL,
            before BLOB NOT NULL, restore BLOB NOT NULL, written BLOB NOT NULL, readback BLOB, state TEXT NOT NULL,
            PRIMARY KEY (change, seq));
        CREATE TABLE release (tunable TEXT NOT NULL, upto INTEGER NOT NULL, at TEXT NOT NULL);
        CREATE INDEX edit_by_tunable ON edit (tunable, scope);
        """,
        // What is unsettled or in force is asked at every start; without this each asks all that ever was.
        "CREATE INDEX change_by_state ON change (state, boot, n);",
        "ALTER TABLE change ADD COLUMN sandbox TEXT NOT NULL DEFAULT '';",
        // Empty for what was written before: then names alone say what a file belongs to, as they did.
        "ALTER TABLE edit ADD COLUMN identity TEXT NOT NULL DEFAULT '';",
    ];

    public static int Version => Steps.Length;

    /// <summary>
    /// Brings a file up to this version, each step whole or not at all; a file that has something in it is copied first
    /// (<c>journal.db.v1</c>). Throws <see cref="SqliteException"/>, code 11 where the file is damaged, and
    /// <see cref="JournalException"/> where it is of a later version.
    /// </summary>
    public static void Prepare(SqliteConnection connection, string path)
    {
        var version = VersionOf(connection);
        if (version > Version)
            throw new JournalException($"the journal {path} was written by a later version of Kernward (schema {version}, this one knows {Version})");
        if (Ask(connection, "PRAGMA quick_check(1)") is not "ok") throw new SqliteException("quick_check found damage", 11);
        if (version == Version) return;
        if (version > 0) Copy(connection, $"{path}.v{version}");
        while (VersionOf(connection) < Version) Step(connection);
    }

    /// <summary>The version is looked at again inside, as another process may have been faster.</summary>
    private static void Step(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        var version = VersionOf(connection);
        if (version < Version) Run(connection, $"{Steps[version]} PRAGMA user_version = {version + 1};");
        transaction.Commit();
    }

    /// <summary>By SQLite itself, with all that is in the write-ahead log; under another name until it is whole.</summary>
    private static void Copy(SqliteConnection connection, string target)
    {
        var temporary = target + ".tmp";
        File.Delete(temporary);
        using (var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = temporary, Pooling = false }.ToString()))
            connection.BackupDatabase(copy);
        File.Move(temporary, target, overwrite: true);
    }

    private static int VersionOf(SqliteConnection connection) => (int)(long)Ask(connection, "PRAGMA user_version")!;

    private static object? Ask(SqliteConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        return command.ExecuteScalar();
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every text here is a constant of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
