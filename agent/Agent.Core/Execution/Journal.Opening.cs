using Microsoft.Data.Sqlite;

namespace Kernward.Execution;

public sealed partial class Journal
{
    private const string FileName = "journal.db";

    /// <summary>Settled changes beyond the newest so many are forgotten; what stands or is unsettled never is.</summary>
    internal const int MostSettled = 10_000;

    /// <summary>
    /// Opens or makes the journal; the directory is made for its owner alone. A file of an earlier version is brought up to this
    /// one, and kept as it was beside it. A damaged file is moved aside and <see cref="Damage"/> says so: an empty journal is
    /// opened, in which nothing can be begun until that is accepted.
    /// </summary>
    /// <exception cref="JournalException">It cannot be opened, or was written by a later version.</exception>
    public static Journal Open(string stateDirectory, TimeProvider time)
    {
        var path = Path.Combine(stateDirectory, FileName);
        try
        {
            StateDirectory.Make(stateDirectory);
            if (TryOpen(path, time, out var damage) is { } journal) return journal;
            JournalDamage.KeepAside(stateDirectory, path, time, damage!);
            return TryOpen(path, time, out damage) ?? throw damage!;
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"the journal {path} cannot be used: {Plain(e)}", e);
        }
    }

    /// <summary>Null where the file is damaged; throws for all else.</summary>
    private static Journal? TryOpen(string path, TimeProvider time, out SqliteException? damage)
    {
        damage = null;
        SqliteConnection? connection = null;
        try
        {
            connection = Connect(path);
            JournalSchema.Prepare(connection, path);
            var journal = new Journal(connection, time) { Damage = JournalDamage.In(Path.GetDirectoryName(path)!) };
            journal.Prune();
            connection = null;
            return journal;
        }
        catch (SqliteException e) when (e.SqliteErrorCode is 11 or 26)
        {
            damage = e;
            return null;
        }
        finally
        {
            connection?.Dispose();
        }
    }

    private static SqliteConnection Connect(string path)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 5 };
        var connection = new SqliteConnection(settings.ToString());
        try
        {
            connection.Open();
            Run(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;");
            return connection;
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Housekeeping: where the disk is too full for it, the journal is used as it is.</summary>
    private void Prune()
    {
        const string old = "n <= (SELECT max(n) FROM change) - @most AND state IN ('reverted', 'failed', 'gone')";
        try
        {
            if ((long)Scalar(_connection, $"SELECT EXISTS (SELECT 1 FROM change WHERE {old})", ("@most", MostSettled))! == 0) return;
            InTransaction(() =>
            {
                Do($"DELETE FROM edit WHERE change IN (SELECT n FROM change WHERE {old})", ("@most", MostSettled));
                Do($"DELETE FROM change WHERE {old}", ("@most", MostSettled));
                Do("DELETE FROM release WHERE upto < (SELECT min(n) FROM change)");
            });
        }
        catch (JournalException)
        {
            // The next start tries again.
        }
    }
}
