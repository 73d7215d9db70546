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
    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;

    private Journal(SqliteConnection connection, TimeProvider time) => (_connection, _time) = (connection, time);

    public void Dispose() => _connection.Dispose();

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
