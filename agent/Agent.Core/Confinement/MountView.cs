using Kernward.Machine;

namespace Kernward.Confinement;

/// <summary>A mount namespace of this thread's own, and of what it starts, in which everything is read-only but some files.</summary>
internal static class MountView
{
    /// <summary>Needs CAP_SYS_ADMIN; what is started afterwards without it cannot undo it.</summary>
    /// <exception cref="ConfinementException">The kernel or a container refuses it; the thread must not be used further.</exception>
    public static void Restrict(IReadOnlyCollection<string> writable)
    {
        Check(Native.Unshare(Native.NewMounts | Native.NewIpc | Native.NewHostName), "a mount namespace could not be made");
        Check(Native.Mount(null, "/", null, Native.Recursive | Native.Private, 0), "mounts could not be made private");
        foreach (var (path, flags) in Mounts())
            // A mount that something else covers, or that a namespace hides, cannot be reached, and so not be written to either.
            if (Native.Mount(null, path, null, Native.Remount | Native.Bind | Native.ReadOnly | flags, 0) != 0 && Native.Error is not (2 or 13 or 22))
                throw Failed($"{path} could not be made read-only");
        foreach (var file in writable)
        {
            Check(Native.Mount(file, file, null, Native.Bind, 0), $"{file} could not be put in");
            Check(Native.Mount(null, file, null, Native.Remount | Native.Bind, 0), $"{file} could not be made writable");
        }
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

    private static void Check(int result, string what)
    {
        if (result != 0) throw Failed(what);
    }

    private static ConfinementException Failed(string what) => new($"{what} ({Errno.Name(Native.Error)})");
}
