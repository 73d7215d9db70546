using System.Globalization;

namespace Kernward.Torture;

/// <summary>
/// The temporary directory of one run, <c>kernward-torture-PID-...</c>. Removed by <see cref="Dispose"/>; what a killed run left is
/// removed when the next one starts.
/// </summary>
internal sealed class ScratchSpace : IDisposable
{
    private const string Prefix = "kernward-torture-";
    private readonly string _directory;
    private int _made;

    public ScratchSpace()
    {
        foreach (var left in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*").ToList())
            if (int.TryParse(Path.GetFileName(left).Split('-')[2], NumberStyles.None, CultureInfo.InvariantCulture, out var owner) && !ProcessTable.IsAlive(owner))
                Remove(left);
        _directory = Directory.CreateTempSubdirectory(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-")).FullName;
    }

    /// <summary>A new directory in it.</summary>
    public string Make(string name) =>
        Directory.CreateDirectory(Path.Combine(_directory, string.Create(CultureInfo.InvariantCulture, $"{name}-{Interlocked.Increment(ref _made)}"))).FullName;

    public string File(string name) => Path.Combine(_directory, name);

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
