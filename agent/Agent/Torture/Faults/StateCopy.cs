using Microsoft.Data.Sqlite;

namespace Kernward.Torture.Faults;

/// <summary>
/// A worker's state directory and the kernel's files of one moment. It can be closed as by a file system that turned read-only: SQLite
/// refuses every write to the journal by a trigger, and where the audit log was stands a directory.
/// </summary>
internal sealed class StateCopy(string directory, IReadOnlyDictionary<string, string> files)
{
    private const string Refusal = "the file system turned read-only";
    private static readonly string[] Tables = ["change", "edit"], Writes = ["INSERT", "UPDATE", "DELETE"];
    private bool _closed;

    public string Directory => directory;

    public IReadOnlyDictionary<string, string> Files => files;

    public static StateCopy Empty(ScratchSpace scratch) => new(scratch.Make("fault"), new Dictionary<string, string>());

    private string Anchor => Directory + "-anchor";

    private string Log => Path.Combine(Directory, "audit.log");

    /// <summary>Between two transactions, as each is at once on disk and in the copy.</summary>
    public StateCopy Copied(ScratchSpace scratch, IReadOnlyDictionary<string, string> kernel)
    {
        var copy = new StateCopy(scratch.Make("fault"), kernel);
        Copy(Directory, copy.Directory);
        Copy(Anchor, copy.Anchor);
        return copy;
    }

    public void Close()
    {
        if (_closed) return;
        _closed = true;
        Run(string.Concat(Tables.SelectMany(table => Writes.Select(write =>
            $"CREATE TRIGGER closed_{table}_{write} BEFORE {write} ON {table} BEGIN SELECT RAISE(ABORT, '{Refusal}'); END;"))));
        if (File.Exists(Log)) File.Move(Log, Log + ".aside");
        System.IO.Directory.CreateDirectory(Log);
    }

    public void Open()
    {
        if (!_closed) return;
        _closed = false;
        System.IO.Directory.Delete(Log);
        if (File.Exists(Log + ".aside")) File.Move(Log + ".aside", Log);
        Run(string.Concat(Tables.SelectMany(table => Writes.Select(write => $"DROP TRIGGER closed_{table}_{write};"))));
    }

    public void Remove()
    {
        ScratchSpace.Remove(Directory);
        ScratchSpace.Remove(Anchor);
    }

    private void Run(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(Directory, "journal.db"), Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Made of constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static void Copy(string from, string to)
    {
        if (!System.IO.Directory.Exists(from)) return;
        System.IO.Directory.CreateDirectory(to);
        // A lock is its holder's, and dies with it.
        foreach (var file in System.IO.Directory.GetFiles(from).Where(file => Path.GetFileName(file) != "lock")) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in System.IO.Directory.GetDirectories(from)) Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
