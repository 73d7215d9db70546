using System.Globalization;

namespace Kernward.Torture;

/// <summary>
/// The temporary directory of one run, <c>kernward-torture-PID-...</c>. Removed by <see cref="Dispose"/>; what a killed run left is
/// removed when the next one starts.
/// </summary>
internal sealed class ScratchSpace : IDisposable
{
    private const string Prefix = "kernward-torture-", Shared = "/dev/shm";
    private readonly string _directory;
    private int _made;

    public ScratchSpace(string below)
    {
        foreach (var left in Directory.EnumerateDirectories(below, Prefix + "*").ToList())
            if (int.TryParse(Path.GetFileName(left).Split('-')[2], NumberStyles.None, CultureInfo.InvariantCulture, out var owner) && !ProcessTable.IsAlive(owner))
                Remove(left);
        var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid():N}");
        _directory = Directory.CreateDirectory(Path.Combine(below, name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
    }

    /// <summary>Where temporary files are: on a disk, where an fsync takes the time in which kills can fall.</summary>
    public static ScratchSpace OnDisk() => new(Path.GetTempPath());

    /// <summary>In memory where the system has a place for that: for what dies in no other way than by an exception.</summary>
    public static ScratchSpace InMemory() => new(Directory.Exists(Shared) ? Shared : Path.GetTempPath());

    /// <summary>A new directory in it.</summary>
    public string Make(string name) =>
        Directory.CreateDirectory(Path.Combine(_directory, string.Create(CultureInfo.InvariantCulture, $"{name}-{Interlocked.Increment(ref _made)}"))).FullName;

    public void Dispose() => Remove(_directory);

    /// <summary>Two runs may sweep the same directory: what is gone meanwhile is as well.</summary>
    public static void Remove(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody else's, or gone: neither is ours to insist on.
        }
    }
}
