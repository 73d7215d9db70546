using Kernward.Machine;

namespace Kernward.Confinement;

/// <summary>
/// A mount namespace of this thread's own, and of what it starts, with a root in which little else is than the program and /proc
/// and /sys, and all of it is read-only but the plan's files. Read-only alone would not do: devices, named pipes and sockets are
/// written to all the same, so those of the machine are not there.
/// </summary>
internal static class MountView
{
    /// <summary>Where the new root is put together; it is covered for that time only, and seen by this thread alone.</summary>
    private const string Base = "/proc", Old = "/.old";

    /// <summary>Needs CAP_SYS_ADMIN; what is started afterwards without it cannot undo it.</summary>
    /// <exception cref="ConfinementException">The kernel or a container refuses it; the thread must not be used further.</exception>
    public static void Restrict(IEnumerable<string> folders, IReadOnlyCollection<string> writable)
    {
        Native.Check(Native.Unshare(Native.NewMounts | Native.NewIpc | Native.NewHostName), "a mount namespace could not be made");
        Native.Check(Native.Mount(null, "/", null, Native.Recursive | Native.Private, 0), "mounts could not be made private");
        // Links are followed while the old root still stands: a link may name its target from there.
        var wanted = Visible.System.Concat(["/proc", "/sys"]).Concat(Visible.Devices).Concat(folders).Concat(writable)
            .Where(Path.Exists).Select(path => (path, RealPath(path), IsFolder: Directory.Exists(path), LinkOf(path))).ToList();
        EnterNewRoot();
        foreach (var (path, real, isFolder, link) in wanted) Put(path, Old + real, isFolder, link);
        Native.Check(Native.Unmount(Old, Native.Detach), "the old root could not be taken away");
        Directory.Delete(Old);
        foreach (var (path, flags) in Mounts()) MakeReadOnly(path, flags);
        foreach (var device in Visible.Devices.Where(File.Exists))
            Native.Check(Native.Mount(null, device, null, Native.Remount | Native.Bind | Native.NoSetUserId, 0), $"{device} could not be put in");
        foreach (var file in writable)
            Native.Check(Native.Mount(null, file, null, Native.Remount | Native.Bind | Native.NoDevices | Native.NoSetUserId | Native.NoExecution, 0), $"{file} could not be made writable");
    }

    /// <summary>
    /// A mount that something else covers cannot be reached, and so not be written to either. One is busy while a place that was
    /// just made in it is still open for writing in a process that another thread starts at this moment.
    /// </summary>
    private static void MakeReadOnly(string path, ulong flags)
    {
        const int busy = 16, tries = 200;
        for (var i = 0; ; i++)
        {
            if (Native.Mount(null, path, null, Native.Remount | Native.Bind | Native.ReadOnly | Native.NoDevices | flags, 0) == 0 || Native.Error is 2 or 13 or 22)
                return;
            if (Native.Error != busy || i == tries) throw Native.Failed($"{path} could not be made read-only");
            Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System).Wait();
        }
    }

    private static void EnterNewRoot()
    {
        Native.Check(Native.Mount("kernward", Base, "tmpfs", Native.NoDevices | Native.NoSetUserId, 0), "a root of its own could not be made");
        Directory.CreateDirectory(Base + Old);
        Native.Check(Native.ExchangeRoot(Base, Base + Old), "the new root could not be entered");
        Native.Check(Native.ChangeDirectory("/"), "the new root could not be entered");
    }

    private static void Put(string path, string source, bool isFolder, string? link)
    {
        if (!Path.Exists(path)) MakePlace(path, isFolder, link);
        if (link is null) Native.Check(Native.Mount(source, path, null, Native.Bind | (isFolder ? Native.Recursive : 0), 0), $"{path} could not be put in");
    }

    private static void MakePlace(string path, bool isFolder, string? link)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (link is not null) File.CreateSymbolicLink(path, link);
        else if (isFolder) Directory.CreateDirectory(path);
        else File.WriteAllBytes(path, []);
    }

    private static string? LinkOf(string path) => Array.IndexOf(Visible.System, path) >= 0 ? new FileInfo(path).LinkTarget : null;

    private static unsafe string RealPath(string path)
    {
        var buffer = stackalloc byte[4096];
        return Native.RealPath(path, buffer) != 0
            ? System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)buffer)!
            : throw Native.Failed($"{path} could not be followed");
    }

    /// <summary>Mount points of this thread with the flags that a remount must repeat, parents first.</summary>
    private static List<(string Path, ulong Flags)> Mounts() =>
    [
        .. File.ReadLines("/proc/thread-self/mountinfo").Select(line => line.Split(' ')).Where(fields => fields.Length > 5)
            .Select(fields => (MountPath.Unescape(fields[4]), Flags(fields[5]))),
    ];

    private static ulong Flags(string options)
    {
        var flags = 0UL;
        foreach (var option in options.Split(','))
            flags |= option switch { "nosuid" => Native.NoSetUserId, "nodev" => Native.NoDevices, "noexec" => Native.NoExecution, _ => 0 };
        return flags;
    }
}
