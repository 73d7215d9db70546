namespace Kernward.Machine;

/// <summary>What a path through the door may look like: relative to the root, and never upwards.</summary>
public static class HostPath
{
    /// <summary>True for <c>proc/stat</c>; false for an absolute, empty or over-long path, one with <c>..</c>, an empty part or a NUL.</summary>
    public static bool IsSafe(ReadOnlySpan<char> path)
    {
        if (path.IsEmpty || path.Length > 4000 || path[0] == '/' || path[^1] == '/' || path.Contains('\0')) return false;
        foreach (var part in path.Split('/'))
            if (path[part] is "" or "." or "..") return false;
        return true;
    }

    /// <summary>The check of the hot path: only what could leave the root, because sensors build their paths themselves.</summary>
    internal static void ThrowIfEscaping(string path)
    {
        if (path.Length > 0 && path[0] != '/' && !path.Contains('\0') && (!path.Contains("..", StringComparison.Ordinal) || IsSafe(path)))
            return;
        throw new ArgumentException("A path on a host is relative and has no '..' and no NUL.", nameof(path));
    }
}
