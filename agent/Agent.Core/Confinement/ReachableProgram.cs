namespace Kernward.Confinement;

/// <summary>
/// A checkout below <c>/root</c> can be run by root alone, but the mind works as another user. Then the program is started again
/// from a mount of its folder at a place that everybody reaches, in a mount namespace of its own: nobody else sees it.
/// </summary>
public static class ReachableProgram
{
    private const string Place = "/run/kernward/program";
    private const string Unreachable = "the program's folder is not reachable for the user as whom Kernward works, and ";

    /// <summary>
    /// Does not return where the program had to be started again. <paramref name="installed"/>: the folder that holds all of it;
    /// <paramref name="arguments"/>: what it was started with.
    /// </summary>
    /// <exception cref="ConfinementException">It is needed and cannot be had here.</exception>
    public static void Ensure(string installed, IReadOnlyList<string> arguments)
    {
        var runtime = SandboxProgram.RuntimeFolder;
        if (!Environment.IsPrivilegedProcess || (IsReachable(installed) && IsReachable(runtime))) return;
        var program = Environment.ProcessPath!;
        if (!program.StartsWith(installed + "/", StringComparison.Ordinal)) return;
        Check(Native.Unshare(Native.NewMounts), "a mount namespace could not be made");
        Check(Native.Mount(null, "/", null, Native.Recursive | Native.Private, 0), "mounts could not be made private");
        Directory.CreateDirectory(Place);
        Check(Native.Mount("kernward", Place, "tmpfs", Native.NoSetUserId | Native.NoDevices, 0), $"{Place} could not be mounted");
        var (own, dotnet) = (Put(installed, "own"), Put(runtime, "dotnet"));
        Environment.SetEnvironmentVariable("DOTNET_ROOT", dotnet);
        var path = own + program[installed.Length..];
        Native.Execute(path, [path, .. arguments]);
        throw Native.Failed(Unreachable + $"{path} could not be started");
    }

    private static string Put(string folder, string name)
    {
        var place = Directory.CreateDirectory(Path.Combine(Place, name)).FullName;
        Check(Native.Mount(folder, place, null, Native.Bind | Native.Recursive, 0), $"{folder} could not be mounted");
        return place;
    }

    /// <summary>True where everybody may pass every folder on the way; who else may is not worth finding out.</summary>
    private static bool IsReachable(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            if (!File.GetUnixFileMode(at.FullName).HasFlag(UnixFileMode.OtherExecute))
                return false;
        return true;
    }

    private static void Check(int result, string what) => Native.Check(result, Unreachable + what);
}
