using Kernward.Domain;
using Microsoft.Data.Sqlite;

namespace Kernward.Execution;

/// <summary>
/// A damaged journal, moved aside, and the mark that says so (<c>journal.damaged</c>, which holds the name of the kept file). The
/// mark is on disk before the file is moved, so that a new, empty journal is never taken for the memory of this host.
/// </summary>
internal static class JournalDamage
{
    private const string Mark = "journal.damaged";

    /// <summary>What is known and what to do; null where there is no mark.</summary>
    public static string? In(string stateDirectory)
    {
        var mark = Path.Combine(stateDirectory, Mark);
        if (!File.Exists(mark)) return null;
        return $"the journal was damaged and is kept as {Shown.Safe(Kept(mark), 300)}; what it held may still stand and can no longer be "
            + "undone by id. `kernward history` shows what the audit log knows of that; accept it with `kernward release --journal`. Until "
            + "then nothing is changed";
    }

    /// <summary>Throws <see cref="JournalException"/> where the mark cannot be set or the file cannot be moved.</summary>
    public static void KeepAside(string stateDirectory, string path, TimeProvider time, SqliteException cause)
    {
        var kept = $"{path}.damaged-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}";
        try
        {
            Set(Path.Combine(stateDirectory, Mark), kept);
            foreach (var suffix in new[] { "", "-wal", "-shm" })
                if (File.Exists(path + suffix)) File.Move(path + suffix, kept + suffix, overwrite: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"the journal {path} is damaged ({cause.Message}) and could not be moved aside: {e.Message}", e);
        }
    }

    public static void Accept(string stateDirectory) => File.Delete(Path.Combine(stateDirectory, Mark));

    private static void Set(string mark, string kept)
    {
        using var file = new FileStream(mark, FileMode.Create, FileAccess.Write);
        file.Write(System.Text.Encoding.UTF8.GetBytes(kept + "\n"));
        file.Flush(flushToDisk: true);
    }

    /// <summary>A mark that cannot be read is one all the same.</summary>
    private static string Kept(string mark)
    {
        try
        {
            return File.ReadAllText(mark).TrimEnd('\n') is { Length: > 0 } kept ? kept : "a file beside it";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "a file beside it";
        }
    }
}
