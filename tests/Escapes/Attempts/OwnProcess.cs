using System.Runtime.InteropServices;
using static Kernward.Escapes.Kernel;

namespace Kernward.Escapes.Attempts;

/// <summary>Loosening what holds this process itself.</summary>
internal static unsafe class OwnProcess
{
    public static readonly Attempt[] All =
    [
        .. new[] { "mem", "attr/current", "uid_map", "setgroups", "oom_score_adj", "oom_adj", "clear_refs", "coredump_filter", "comm", "timerslack_ns" }
            .Select(file => new Attempt("its own /proc/self/" + file, Fate.Refused, _ => Judge(Open("/proc/self/" + file, ReadWrite)))),
        Control("a core dump that others may read", 4, 1),
        Control("a tracer that it likes", 0x59616d61, -1),
        Control("a layout of its own", 35, 1),
        Control("another filter", 22, 1),
        Control("capabilities kept over a change of user", 8, 1),
        Control("a capability for what it starts", 47, 2, 21),
        Control("to outlive its parent", 1, 0),
        Control("to be the parent of orphans", 36, 1),
        Control("speculation", 53, 0, 2),
        Refused("setrlimit", 2, Unlimited),
        Refused("prlimit64", 0, 2, Unlimited, 0),
        Refused("setpriority", 0, 0, -20),
        Refused("sched_setscheduler", 0, 1, Priority),
        Refused("sched_setaffinity", 0, 8, Priority),
        Refused("ioprio_set", 1, 0, 1 << 13),
        Refused("setsid"),
        Refused("setpgid", 0, 1),
        Killed("capset", Zeros(8), Zeros(24)),
        Killed("setuid", 0), Killed("setresuid", 0, 0, 0), Killed("setresgid", 0, 0, 0), Killed("setgroups", 0, 0), Killed("setfsuid", 0), Killed("setfsgid", 0),
        Killed("personality", 0x400000),
        Killed("seccomp", 1, 0, Zeros(16)),
        Killed("landlock_create_ruleset", 0, 0, 1), Killed("landlock_add_rule", 3, 1, 0), Killed("landlock_restrict_self", 3, 0),
        Killed("modify_ldt", 0, 0, 0),
        new("an x32 system call", Fate.Killed, _ => Judge(Call(0x4000_0000L + 1, 1, 0, 0))),
        new("a 32-bit system call", Fate.Killed, _ => Old()),
    ];

    private static nint Unlimited
    {
        get
        {
            var limit = (long*)Zeros(16);
            (limit[0], limit[1]) = (-1, -1);
            return (nint)limit;
        }
    }

    private static nint Priority
    {
        get
        {
            var number = (long*)Zeros(8);
            *number = 1;
            return (nint)number;
        }
    }

    private static Attempt Control(string name, int option, nint a, nint b = 0) =>
        new("prctl for " + name, Fate.Refused, _ => Judge(Call("prctl", option, a, b, 0, 0)));

    private static Attempt Refused(string call, params nint[] arguments) => new(call, Fate.Refused, _ => Judge(Call(call, arguments)));

    private static Attempt Killed(string call, params nint[] arguments) => new(call, Fate.Killed, _ => Judge(Call(call, arguments)));

    /// <summary>mov eax, 20 (getpid); int 0x80; ret. In the 32-bit table 11 would be execve, which the 64-bit one calls munmap.</summary>
    private static string Old()
    {
        var page = Call("mmap", 0, 4096, 7, 0x22, -1, 0);
        if (page < 0) return Judge(page);
        ReadOnlySpan<byte> code = [0xb8, 20, 0, 0, 0, 0xcd, 0x80, 0xc3];
        code.CopyTo(new Span<byte>((void*)page, code.Length));
        return RuntimeInformation.ProcessArchitecture == Architecture.X64 ? Judge(((delegate* unmanaged<int>)page)()) : "refused: no such table";
    }
}
