using Kernward.Machine;

namespace Kernward.Confinement;

/// <summary>
/// Bubblewrap makes the child's process before it is told to die with its parent: killed in that moment, it leaves one that waits for
/// ever for a word of it, with the open lock that the child was to have. Such a one has not begun the child's program, so that it
/// writes nothing and may be ended.
/// </summary>
internal static class StuckSandboxes
{
    /// <summary>Ends all that have this lock open. Only for a lock whose holder is dead.</summary>
    public static void End(string lockPath)
    {
        var path = Path.GetFullPath(lockPath);
        foreach (var process in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(process), out var pid) && IsStuck(process, path)) _ = Native.Signal(pid, Native.Kill);
    }

    private static bool IsStuck(string process, string lockPath)
    {
        try
        {
            return FileNumber.Link(process + "/exe", out _) == Bubblewrap.Program
                && Directory.EnumerateFiles(process + "/fd").Any(file => FileNumber.Link(file, out _) == lockPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended, or is nobody that was started here.
            return false;
        }
    }
}
