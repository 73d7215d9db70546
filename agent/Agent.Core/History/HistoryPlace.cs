using Kernward.Execution;

namespace Kernward.History;

/// <summary>The folder of the history: the file, the lock of its one writer, and a damaged file of earlier.</summary>
internal static class HistoryPlace
{
    private const string LockName = "observer.lock";

    public static string FileIn(string directory) => Path.Combine(directory, HistoryDatabase.FileName);

    /// <summary>Held as long as the stream is open; the kernel gives it up when its holder dies.</summary>
    /// <exception cref="HistoryException">Another observer has it, or the folder cannot be written.</exception>
    public static FileStream Lock(string directory)
    {
        var path = Path.Combine(directory, LockName);
        try
        {
            StateDirectory.Make(directory);
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new HistoryException($"{directory} cannot be written by this user", e);
        }
        catch (IOException e)
        {
            // EAGAIN of flock(2), which .NET reports as a sharing violation.
            var busy = e.HResult is 11 or unchecked((int)0x80070020) || e.Message.Contains("being used by another process", StringComparison.Ordinal);
            throw new HistoryException(busy ? $"another `kernward observe` already writes {directory}" : $"{directory} cannot be written: {e.Message}", e) { IsBusy = busy };
        }
    }

    /// <summary>
    /// Moves a damaged file aside, instead of one that was kept before: one is enough to look at, and the place is bounded. Returns
    /// where it is kept.
    /// </summary>
    public static string KeepAside(string directory, TimeProvider time)
    {
        var path = FileIn(directory);
        foreach (var old in Directory.EnumerateFiles(directory, HistoryDatabase.FileName + ".damaged-*")) File.Delete(old);
        var kept = $"{path}.damaged-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}";
        foreach (var suffix in new[] { "", "-wal", "-shm" })
            if (File.Exists(path + suffix)) File.Move(path + suffix, kept + suffix, overwrite: true);
        return kept;
    }
}
