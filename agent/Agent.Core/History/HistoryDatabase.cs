using Microsoft.Data.Sqlite;

namespace Kernward.History;

/// <summary>
/// One connection to <c>history.db</c>. Write-ahead log with synchronous=NORMAL: a kill -9 loses nothing that was committed, a loss of
/// power perhaps the last transactions, and neither damages the file. One fsync for each checkpoint is what a history is worth.
/// </summary>
internal sealed class HistoryDatabase : IDisposable
{
    public const string FileName = "history.db";

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = [];
    private SqliteTransaction? _transaction;

    private HistoryDatabase(SqliteConnection connection) => _connection = connection;

    /// <summary>Throws <see cref="SqliteException"/>, and <see cref="HistoryException"/> where it is of a later version.</summary>
    public static HistoryDatabase Open(string path, bool forWriting)
    {
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = path, Pooling = false, DefaultTimeout = forWriting ? 5 : 2,
            Mode = forWriting ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadOnly,
        };
        var database = new HistoryDatabase(new SqliteConnection(settings.ToString()));
        try
        {
            database._connection.Open();
            database.Do("PRAGMA trusted_schema=OFF");
            if (forWriting) database.Do("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA journal_size_limit=8388608");
            HistorySchema.Prepare(database, path, forWriting);
            return database;
        }
        catch (Exception)
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>True where the file itself is bad, not its disk or its rights.</summary>
    public static bool IsDamage(Exception e) => e is SqliteException { SqliteErrorCode: 11 or 26 } or FormatException;

    public void Dispose()
    {
        foreach (var command in _commands.Values) command.Dispose();
        _connection.Dispose();
    }

    public void InTransaction(Action action)
    {
        using var transaction = _connection.BeginTransaction();
        _transaction = transaction;
        try
        {
            action();
            transaction.Commit();
        }
        finally
        {
            _transaction = null;
        }
    }

    public void Do(string sql, params ReadOnlySpan<object> values) => Command(sql, values).ExecuteNonQuery();

    public long Number(string sql, params ReadOnlySpan<object> values) => Command(sql, values).ExecuteScalar() is long number ? number : 0;

    public List<T> All<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object> values)
    {
        var found = new List<T>();
        using var row = Command(sql, values).ExecuteReader();
        while (row.Read()) found.Add(read(row));
        return found;
    }

    /// <summary>Values are <c>$1</c>, <c>$2</c>, ... Prepared once: a roll-up runs the same statement thousands of times.</summary>
    private SqliteCommand Command(string sql, ReadOnlySpan<object> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
#pragma warning disable CA2100 // Every text is a constant of this folder; values are parameters.
            command.CommandText = sql;
#pragma warning restore CA2100
            for (var i = 0; i < values.Length; i++) command.Parameters.AddWithValue($"${i + 1}", values[i]);
            _commands[sql] = command;
        }
        command.Transaction = _transaction;
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
        return command;
    }
}
