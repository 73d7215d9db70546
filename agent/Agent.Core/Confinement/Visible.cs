namespace Kernward.Confinement;

/// <summary>What there is of the machine inside a sandbox, at every level; nothing else is in its root.</summary>
internal static class Visible
{
    /// <summary>Programs and libraries; a link among them stays one.</summary>
    public static readonly string[] System = ["/lib", "/lib64", "/usr", "/etc/ld.so.cache"];

    /// <summary>Those that the runtime opens. A device is written to even where its file system is read-only, so there are no more.</summary>
    public static readonly string[] Devices = ["/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"];

    /// <summary>The program, its runtime and the root of the world, without those that lie in another or in the system's.</summary>
    public static IReadOnlyList<string> Folders(SandboxWorld world, SandboxProgram program)
    {
        List<string> folders = [];
        foreach (var folder in program.Folders.Append(world.Root).Where(folder => folder != "/").Order(StringComparer.Ordinal))
            if (!System.Concat(folders).Any(outer => folder == outer || folder.StartsWith(outer + "/", StringComparison.Ordinal))) folders.Add(folder);
        return folders;
    }
}
