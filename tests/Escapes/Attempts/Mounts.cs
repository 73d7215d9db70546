using static Kernward.Escapes.Kernel;

namespace Kernward.Escapes.Attempts;

/// <summary>Another view of the files: mounts, roots, namespaces, handles.</summary>
internal static class Mounts
{
    private const int Remount = 0x20, Bind = 0x1000, Move = 0x2000, Detach = 2;

    public static readonly Attempt[] All =
    [
        Mount("of a new file system", "none", "/proc", "tmpfs", 0),
        Mount("of a new /proc", "proc", "/proc", "proc", 0),
        Mount("that makes all writable again", null, "/", null, Remount | Bind),
        Mount("that makes /proc writable again", null, "/proc", null, Remount | Bind),
        Mount("of one thing in place of another", "/usr", "/proc", null, Bind),
        Mount("that moves another away", "/proc", "/sys", null, Move),
        Mount("of control groups", "none", "/sys", "cgroup2", 0),
        Mount("of the kernel's debugging files", "none", "/sys", "debugfs", 0),
        new("a neighbour put where the allowed file is", Fate.Killed, at => Judge(Call("mount", Text(at.Other), Text(at.Allowed), 0, Bind, 0))),
        new("the read-only layer taken off", Fate.Killed, _ => Judge(Call("umount2", Text("/proc"), Detach))),
        new("the root taken off", Fate.Killed, _ => Judge(Call("umount2", Text("/"), Detach))),
        Killed("pivot_root", Text("/proc"), Text("/proc/sys")), Killed("chroot", Text("/proc/1/root")),
        Killed("open_tree", CurrentDirectory, Text("/"), 1), Killed("move_mount", 3, Text(""), CurrentDirectory, Text("/"), 4),
        Killed("fsopen", Text("tmpfs"), 0), Killed("fsconfig", 3, 6, 0, 0, 0), Killed("fsmount", 3, 0, 0), Killed("fspick", CurrentDirectory, Text("/"), 0),
        Killed("mount_setattr", CurrentDirectory, Text("/"), 0, Zeros(32), 32),
        Unshare("user", 0x1000_0000), Unshare("mount", 0x0002_0000), Unshare("network", 0x4000_0000), Unshare("pid", 0x2000_0000), Unshare("time", 0x80),
        Killed("name_to_handle_at", CurrentDirectory, Text("/proc"), Zeros(128), Zeros(4), 0),
        Killed("open_by_handle_at", CurrentDirectory, Zeros(128), 2),
    ];

    private static Attempt Mount(string name, string? source, string target, string? type, int flags) => new("a mount " + name, Fate.Killed,
        _ => Judge(Call("mount", source is null ? 0 : Text(source), Text(target), type is null ? 0 : Text(type), flags, 0)));

    private static Attempt Unshare(string kind, int flag) => new($"unshare: a {kind} namespace", Fate.Killed, _ => Judge(Call("unshare", flag)));

    private static Attempt Killed(string call, params nint[] arguments) => new(call, Fate.Killed, _ => Judge(Call(call, arguments)));
}
