namespace Kernward.Confinement;

/// <summary>
/// A file or folder that root can reach and the user whom the mind becomes cannot, because of a folder on the way: it is opened
/// before, and named by its descriptor afterwards. Its own permissions still count.
/// </summary>
public static class OpenedPath
{
    /// <summary><paramref name="path"/>, or a name of it that stays good for the life of this process; the path where it is not there.</summary>
    public static string Of(string path)
    {
        if (path.Length == 0 || !Environment.IsPrivilegedProcess) return path;
        var file = Native.Open(path, Native.PathOnly | Native.CloseOnExec);
        return file < 0 ? path : $"/proc/self/fd/{file}";
    }
}
