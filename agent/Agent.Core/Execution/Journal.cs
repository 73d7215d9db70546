using Microsoft.Data.Sqlite;

namespace Kernward.Execution;

/// <summary>
/// What was changed, written before it is changed. One SQLite file, <c>journal.db</c>, in the state directory. It is kept as a
/// write-ahead log with synchronous=FULL: what was committed survives kill -9 and loss of power, at one fsync a commit (a
/// rollback journal needs three or four, and an incident is when the disk is slow), and a reader never blocks the writer.
/// Every method throws <see cref="JournalException"/>. Not thread-safe.
/// </summary>
public sealed partial class Journal : IDisposable
{
    private const int SchemaVersion = 1;
    private const string Schema =
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
        PRAGMA user_version = 1;
        """;

    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;

    private Journal(SqliteConnection connection, TimeProvider time) => (_connection, _time) = (connection, time);

    /// <summary>
    /// Opens or makes the journal; the directory is made for its owner alone. A damaged file is moved aside as
    /// <c>journal.db.damaged-TIME</c> and the call fails, so that nothing is changed by a worker that lost its memory unnoticed.
    /// </summary>
    /// <exception cref="JournalException">It cannot be opened, is damaged, or was written by a later version.</exception>
    public static Journal Open(string stateDirectory, TimeProvider time)
    {
        var path = Path.Combine(stateDirectory, "journal.db");
        SqliteConnection? connection = null;
        try
        {
            StateDirectory.Make(stateDirectory);
            connection = Connect(path);
            Prepare(connection, path);
            var journal = new Journal(connection, time);
            connection = null;
            return journal;
        }
        catch (SqliteException e) when (e.SqliteErrorCode is 11 or 26)
        {
            connection?.Dispose();
            throw KeepAside(path, time, e);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"the journal {path} cannot be used: {Plain(e)}", e);
        }
        finally
        {
            connection?.Dispose();
        }
    }

    public void Dispose() => _connection.Dispose();

    private static SqliteConnection Connect(string path)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 5 };
        var connection = new SqliteConnection(settings.ToString());
        connection.Open();
        Run(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;");
        return connection;
    }

    private static void Prepare(SqliteConnection connection, string path)
    {
        var version = (long)Scalar(connection, "PRAGMA user_version")!;
        if (version > SchemaVersion)
            throw new JournalException($"the journal {path} was written by a later version of Kernward (schema {version}, this one knows {SchemaVersion})");
        if (Scalar(connection, "PRAGMA quick_check(1)") is not "ok") throw new SqliteException("quick_check found damage", 11);
        if (version == SchemaVersion) return;
        using var transaction = connection.BeginTransaction();
        Run(connection, Schema);
        transaction.Commit();
    }

    private static JournalException KeepAside(string path, TimeProvider time, SqliteException cause)
    {
        var kept = $"{path}.damaged-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}";
        try
        {
            foreach (var suffix in new[] { "", "-wal", "-shm" })
                if (File.Exists(path + suffix)) File.Move(path + suffix, kept + suffix, overwrite: false);
        }
        catch (IOException e)
        {
            return new JournalException($"the journal {path} is damaged and could not be moved aside: {Plain(e)}", e);
        }
        return new JournalException(
            $"the journal {path} was damaged; it is kept as {kept} and nothing was changed. What it held can no longer be undone by "
            + "id; the next start begins a new journal", cause);
    }

    private static T Guarded<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is SqliteException or IOException or FormatException or InvalidCastException or InvalidOperationException)
        {
            throw new JournalException($"the journal cannot be used: {Plain(e)}", e);
        }
    }

    private void InTransaction(Action action) => Guarded(() =>
    {
        using var transaction = _connection.BeginTransaction();
        action();
        transaction.Commit();
        return true;
    });

    private int Do(string sql, params (string Name, object? Value)[] values)
    {
        using var command = Command(_connection, sql, values);
        return command.ExecuteNonQuery();
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        command.ExecuteNonQuery();
    }

    private static object? Scalar(SqliteConnection connection, string sql, params (string Name, object? Value)[] values)
    {
        using var command = Command(connection, sql, values);
        return command.ExecuteScalar();
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, params (string Name, object? Value)[] values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every text here is a constant of this class; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }

    private static string Plain(Exception e) => e.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
}
