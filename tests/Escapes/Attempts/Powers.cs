using static Kernward.Escapes.Kernel;

namespace Kernward.Escapes.Attempts;

/// <summary>What only the machine's owner may do. Arguments are such that nothing happens should it get through.</summary>
internal static class Powers
{
    public static readonly Attempt[] All =
    [
        Killed("init_module", 0, 0, Text("")), Killed("finit_module", -1, Text(""), 0), Killed("delete_module", Text("kernward-none"), 0x800),
        Killed("kexec_load", 0, 0, 0, 0xffff), Killed("kexec_file_load", -1, -1, 0, 0, 0), Killed("reboot", 0, 0, 0, 0), Killed("bpf", 0, 0, 0),
        Killed("perf_event_open", Zeros(128), 0, -1, -1, 0), Killed("swapon", Text("/proc"), 0), Killed("swapoff", Text("/proc")), Killed("acct", Text("/proc")),
        Killed("quotactl", 0, 0, 0, 0), Killed("quotactl_fd", -1, 0, 0, 0), Killed("settimeofday", 0, 0), Killed("clock_settime", 0, 0),
        Killed("clock_adjtime", 0, 0), Killed("adjtimex", 0), Killed("sethostname", 0, -1), Killed("setdomainname", 0, -1), Killed("add_key", 0, 0, 0, 0, 0),
        Killed("request_key", 0, 0, 0, 0), Killed("keyctl", 0, -3, 0), Killed("io_uring_enter", -1, 0, 0, 0, 0, 0), Killed("io_uring_register", -1, 0, 0, 0),
    ];

    private static Attempt Killed(string call, params nint[] arguments) => new(call, Fate.Killed, _ => Judge(Call(call, arguments)));
}
