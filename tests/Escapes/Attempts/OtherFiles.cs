using static Kernward.Escapes.Kernel;

namespace Kernward.Escapes.Attempts;

/// <summary>Writing what is there and is not the plan's.</summary>
internal static class OtherFiles
{
    private static readonly string[] ControlGroups =
        ["/sys/fs/cgroup/cgroup.procs", "/sys/fs/cgroup/memory/cgroup.procs", "/sys/fs/cgroup/cpu/cgroup.procs", "/sys/fs/cgroup/unified/cgroup.procs"];

    public static readonly Attempt[] All =
    [
        Writes("another sysctl", "/proc/sys/vm/swappiness"),
        Writes("the program that core dumps are piped to", "/proc/sys/kernel/core_pattern"),
        Writes("a sysctl, truncating", "/proc/sys/kernel/hostname", WriteOnly | Truncate),
        Writes("a sysctl, appending", "/proc/sys/vm/overcommit_memory", WriteOnly | Append),
        Writes("a sysctl of the network", "/proc/sys/net/ipv4/ip_forward"),
        Writes("a sysctl through this process's root", "/proc/self/root/proc/sys/vm/swappiness"),
        Writes("a sysctl through this process's working directory", "/proc/self/cwd/../../../../../../../../proc/sys/vm/swappiness"),
        Writes("a sysctl through a thread's root", "/proc/thread-self/root/proc/sys/vm/swappiness"),
        new("a sysctl through process 1's root", Fate.Refused, _ => Judge(Open("/proc/1/root/proc/sys/vm/swappiness", WriteOnly))),
        new("sysrq", Fate.Refused, _ => Judge(Open("/proc/sysrq-trigger", WriteOnly))),
        Writes("an interrupt's CPUs", "/proc/irq/default_smp_affinity"),
        Writes("memory huge pages", "/sys/kernel/mm/transparent_hugepage/enabled"),
        new("a control group's processes", Fate.Refused, _ => First(ControlGroups.Select(path => Judge(Open(path, WriteOnly)))), true),
        Writes("the list of users", "/etc/passwd"),
        Writes("the loader's cache", "/etc/ld.so.cache", ReadWrite),
        Writes("a system library", "/usr/bin/env", ReadWrite),
        new("the .NET runtime", Fate.Refused, _ => Judge(Open(typeof(object).Assembly.Location, ReadWrite)), true),
        new("this program", Fate.Refused, _ => Judge(Open(typeof(OtherFiles).Assembly.Location, ReadWrite)), true),
        new("a neighbour of the allowed file", Fate.Refused, at => Judge(Open(at.Other, WriteOnly)), true),
        new("a neighbour, through dots", Fate.Refused, at => Judge(Open(at.Directory + "/../" + Path.GetFileName(at.Directory) + "/other", WriteOnly)), true),
        new("a neighbour, from the directory", Fate.Refused, at => Judge(Call("openat", Folder(at), Text("other"), WriteOnly)), true),
        new("a neighbour, through the directory's descriptor in /proc", Fate.Refused,
            at => Judge(Open($"/proc/self/fd/{Folder(at)}/other", WriteOnly)), true),
        new("a neighbour, by openat2", Fate.Refused, at => Judge(How(Folder(at), "other", WriteOnly, 0)), true),
        new("a neighbour, by openat2 in a root of its own", Fate.Refused, at => Judge(How(Folder(at), "/../../other", WriteOnly, 0x10)), true),
        new("a neighbour, read and opened again to write", Fate.Refused, at => Judge(Open($"/proc/self/fd/{Open(at.Other, ReadOnly)}", ReadWrite)), true),
        new("a neighbour, its path opened again to write", Fate.Refused, at => Judge(Open($"/proc/self/fd/{Open(at.Other, PathOnly)}", WriteOnly)), true),
        new("a neighbour, read and mapped, then made writable", Fate.Refused, at => Mapped(at.Other)),
        new("a neighbour, truncated by name", Fate.Killed, at => Judge(Call("truncate", Text(at.Other), 0))),
        new("a link that leads elsewhere", Fate.Refused, at => Judge(Open(at.Directory + "/link", WriteOnly)), true),
        new("a pipe that a service listens to", Fate.Refused, at => Judge(Open(at.Directory + "/pipe", WriteOnly | NonBlocking)), true),
    ];

    private static Attempt Writes(string name, string path, int flags = WriteOnly) =>
        new(name, Fate.Refused, _ => Judge(Open(path, flags)), true);

    private static nint Folder(Surroundings at) => (nint)Open(at.Directory, PathOnly);

    private static unsafe long How(nint folder, string path, int flags, int resolve)
    {
        var how = stackalloc long[3] { flags, 0, resolve };
        return Call("openat2", folder, Text(path), (nint)how, 24);
    }

    private static string Mapped(string path)
    {
        if (Open(path, ReadOnly) is var file && file < 0) return Judge(file);
        var start = Call("mmap", 0, 4096, 1, 1, (nint)file, 0);
        return start < 0 ? Judge(start) : Judge(Call("mprotect", (nint)start, 4096, 3));
    }
}
