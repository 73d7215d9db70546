namespace Kernward.Execution;

/// <summary>Where journal, lock or history live; for its owner alone, because it says what a host runs.</summary>
internal static class StateDirectory
{
    public static void Make(string path)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException();
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
