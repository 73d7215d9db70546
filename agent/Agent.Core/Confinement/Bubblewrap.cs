namespace Kernward.Confinement;

/// <summary>The command line of bwrap(1): a root with the system's libraries, the program, and the plan's files in it.</summary>
internal static class Bubblewrap
{
    /// <summary>Where distributions put it; found by no PATH, as this runs as root.</summary>
    public const string Program = "/usr/bin/bwrap";

    /// <summary>Capabilities are all dropped; /proc is a new one, of a pid namespace in which only the child is.</summary>
    public static IReadOnlyList<string> Arguments(SandboxWorld world, SandboxProgram program)
    {
        List<string> arguments =
        [
            "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--die-with-parent", "--new-session", "--cap-drop", "ALL",
            "--proc", "/proc", "--remount-ro", "/proc", "--ro-bind", "/sys", "/sys",
        ];
        foreach (var path in Visible.System) arguments.AddRange(Put(path));
        foreach (var device in Visible.Devices) arguments.AddRange(["--dev-bind", device, device]);
        foreach (var folder in Visible.Folders(world, program)) arguments.AddRange(["--ro-bind", folder, folder]);
        foreach (var file in world.Writable) arguments.AddRange(["--bind", file, file]);
        // After the files: what is below stays as it was bound.
        arguments.AddRange(["--remount-ro", "/", "--chdir", "/", "--clearenv"]);
        foreach (var (name, value) in SandboxProgram.Variables) arguments.AddRange(["--setenv", name, value]);
        return [.. arguments, "--", program.File, .. program.Arguments, world.Root];
    }

    private static string[] Put(string path) =>
        new FileInfo(path).LinkTarget is { } target ? ["--symlink", target, path] : ["--ro-bind-try", path, path];
}
