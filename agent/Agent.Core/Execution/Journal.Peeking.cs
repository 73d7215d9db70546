using Microsoft.Data.Sqlite;

namespace Kernward.Execution;

/// <summary>One line of what was changed: when it was begun, its id, its summary and where it stands.</summary>
public sealed record JournalLine(DateTimeOffset At, string Id, string Summary, ChangeState State);

public sealed partial class Journal
{
    /// <summary>
    /// What was changed since a moment, oldest first, for who may read the file and does not want a worker for it. Nothing is made,
    /// settled or complained about: where the journal cannot be read, there is nothing to say.
    /// </summary>
    public static IReadOnlyList<JournalLine> Peek(string stateDirectory, DateTimeOffset since, int most)
    {
        var path = Path.Combine(stateDirectory, FileName);
        if (!File.Exists(path)) return [];
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 1,
            }.ToString());
            connection.Open();
            var found = new List<JournalLine>();
            using var command = Command(connection, "SELECT n, at, summary, state FROM change WHERE at >= @since ORDER BY n DESC LIMIT @most",
                ("@since", Stamp(since)), ("@most", most));
            using var row = command.ExecuteReader();
            while (row.Read()) found.Add(new JournalLine(Moment(row.GetString(1)), $"c{row.GetInt64(0)}", row.GetString(2), OneOf<ChangeState>(row.GetString(3))));
            found.Reverse();
            return found;
        }
        catch (Exception e) when (e is SqliteException or FormatException or InvalidOperationException)
        {
            return [];
        }
    }
}
