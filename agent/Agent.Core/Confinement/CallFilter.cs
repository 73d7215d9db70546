using System.Runtime.InteropServices;
using Kernward.Machine;

namespace Kernward.Confinement;

/// <summary>
/// A system call filter (seccomp) of the whole process: every thread has it from then on, and everything that they start.
/// Nothing can take it off again.
/// </summary>
internal static unsafe class CallFilter
{
    private const uint Allow = 0x7fff_0000, KillProcess = 0x8000_0000, ReturnError = 0x0005_0000;
    private const ushort Load = 0x20, Equal = 0x15, AtLeast = 0x35, Return = 0x06;
    private const uint NumberAt = 0, ArchitectureAt = 4, FirstArgument = 16;
    private const int SetFilter = 1, AllThreads = 1;
    private const uint UnixFamily = 1, NetlinkFamily = 16;

    /// <summary>
    /// What the child of a plan may still do: read and write what it has, manage its own memory and threads that exist. Calls
    /// that only an attack would make end the process; all others fail with EPERM.
    /// </summary>
    private static readonly string[] Needed =
    [
        "read", "write", "readv", "writev", "pread64", "open", "openat", "openat2", "close", "stat", "fstat", "lstat", "newfstatat", "statx",
        "statfs", "fstatfs", "lseek", "ftruncate", "access", "faccessat", "faccessat2", "readlink", "readlinkat", "getdents64", "dup",
        "poll", "ppoll", "pselect6", "mmap", "mprotect", "munmap", "mremap", "madvise", "mincore", "brk", "membarrier", "get_mempolicy", "futex",
        "sched_yield", "sched_getaffinity", "sched_getparam", "sched_getscheduler", "getcpu", "set_robust_list", "rseq", "rt_sigaction",
        "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "restart_syscall", "nanosleep", "clock_nanosleep", "clock_gettime",
        "clock_getres", "getpid", "gettid", "getppid", "getuid", "geteuid", "getgid", "getegid", "getcwd", "uname", "sysinfo", "getrusage",
        "getrlimit", "getrandom", "arch_prctl", "exit", "exit_group",
    ];

    private static readonly string[] Attacks =
    [
        "execve", "execveat", "fork", "vfork", "ptrace", "process_vm_readv", "process_vm_writev", "mount", "umount2", "pivot_root", "chroot",
        "move_mount", "open_tree", "fsopen", "fsmount", "fsconfig", "fspick", "mount_setattr", "unshare", "setns", "init_module",
        "finit_module", "delete_module", "kexec_load", "kexec_file_load", "bpf", "perf_event_open", "reboot", "swapon", "swapoff", "socket",
        "socketpair", "connect", "bind", "listen", "accept", "sendto", "sendmsg", "recvmsg", "open_by_handle_at", "name_to_handle_at",
        "add_key", "request_key", "keyctl", "userfaultfd", "io_uring_setup", "io_uring_enter", "io_uring_register", "acct", "quotactl",
        "settimeofday", "clock_settime", "clock_adjtime", "adjtimex", "sethostname", "setdomainname", "iopl", "ioperm", "setuid", "setgid",
        "setreuid", "setregid", "setresuid", "setresgid", "setgroups", "capset", "personality", "memfd_create", "memfd_secret", "pidfd_getfd",
        "pidfd_open", "pidfd_send_signal", "kill", "tkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "mknod", "mknodat", "seccomp",
        "landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self", "setfsuid", "setfsgid", "process_madvise",
        "process_mrelease", "kcmp", "modify_ldt", "vhangup", "syslog", "quotactl_fd", "accept4", "recvfrom", "sendmmsg", "recvmmsg",
        "creat", "mkdir", "mkdirat", "rmdir", "link", "linkat", "symlink", "symlinkat", "unlink", "unlinkat", "rename", "renameat",
        "renameat2", "chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "lchown", "fchown", "fchownat", "truncate", "fallocate",
        "setxattr", "lsetxattr", "fsetxattr", "removexattr", "lremovexattr", "fremovexattr", "utime", "utimes", "futimesat",
        "utimensat", "sendfile", "splice", "tee", "vmsplice", "copy_file_range", "shmget", "shmat", "msgget", "semget", "mq_open",
        "fanotify_init",
    ];

    /// <summary>fcntl(2): duplicating, close-on-exec, and asking; not the others, by which a signal can be sent to any process.</summary>
    private static readonly uint[] FileCommands = [0, 1, 2, 3, 1030];

    /// <summary>What neither worker nor mind ever does, though both start processes.</summary>
    private static readonly string[] NeverNeeded =
    [
        "ptrace", "process_vm_writev", "init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "bpf",
        "perf_event_open", "reboot", "swapon", "swapoff", "open_by_handle_at", "add_key", "request_key", "keyctl", "userfaultfd",
        "io_uring_setup", "acct", "settimeofday", "clock_settime", "clock_adjtime", "iopl", "ioperm",
    ];

    /// <summary>What the worker, which has no eyes, has no use for. The mind asks the clock how exact it is, and without a capability cannot set it.</summary>
    private static readonly string[] NotForTheWorker = ["adjtimex"];

    /// <summary>What the mind has no use for once it has dropped its rights.</summary>
    private static readonly string[] NotForTheMind =
    [
        "mount", "umount2", "pivot_root", "chroot", "unshare", "setns", "move_mount", "open_tree", "fsopen", "fsmount", "mount_setattr",
        "setuid", "setgid", "setreuid", "setregid", "setresuid", "setresgid", "setgroups", "capset", "mknod", "mknodat", "syslog",
    ];

    /// <summary>For the child of a plan; it can make no thread and no process afterwards.</summary>
    /// <exception cref="ConfinementException">The kernel has no filters, or none is known for this architecture.</exception>
    public static void SealChild()
    {
        var program = Begin();
        Answer(program, ["clone", "clone3"], ReturnError | Errno.Eagain);
        // Signals to its own threads only; numbers of processes and commands are 32 bits wide, so half an argument is all of it.
        AllowWith(program, "tgkill", argument: 0, [(uint)Environment.ProcessId], KillProcess);
        AllowWith(program, "fcntl", argument: 1, FileCommands, ReturnError | Errno.Eperm);
        Answer(program, Attacks, KillProcess);
        Answer(program, Needed, Allow);
        program.Add(new(Return, 0, 0, ReturnError | Errno.Eperm));
        Install(program);
    }

    /// <summary>For the worker: no socket but local ones.</summary>
    /// <exception cref="ConfinementException">As above.</exception>
    public static void SealWorker() => Install(Refusing([.. NeverNeeded, .. NotForTheWorker], network: false));

    /// <summary>For the mind, which may have a network where the operator configured one.</summary>
    /// <exception cref="ConfinementException">As above.</exception>
    public static void SealMind(bool network) => Install(Refusing([.. NeverNeeded, .. NotForTheMind], network));

    private static List<Instruction> Refusing(IReadOnlyList<string> names, bool network)
    {
        var program = Begin();
        Answer(program, names, ReturnError | Errno.Eperm);
        if (!network)
        {
            // Netlink is local as well: listeners are asked for over it, and a new namespace's loopback is brought up.
            program.Add(new(Equal, 0, 4, (uint)SystemCalls.Number("socket")));
            program.Add(new(Load, 0, 0, FirstArgument));
            program.Add(new(Equal, 2, 0, UnixFamily));
            program.Add(new(Equal, 1, 0, NetlinkFamily));
            program.Add(new(Return, 0, 0, ReturnError | Errno.Eacces));
        }
        program.Add(new(Return, 0, 0, Allow));
        return program;
    }

    /// <summary>Another architecture's calls, or x32's, have other numbers: whoever makes them means harm.</summary>
    private static List<Instruction> Begin()
    {
        if (SystemCalls.Architecture == 0) throw new ConfinementException("no system call filter is known for this architecture");
        return
        [
            new(Load, 0, 0, ArchitectureAt), new(Equal, 1, 0, SystemCalls.Architecture), new(Return, 0, 0, KillProcess),
            new(Load, 0, 0, NumberAt), new(AtLeast, 0, 1, SystemCalls.X32), new(Return, 0, 0, KillProcess),
        ];
    }

    private static void Answer(List<Instruction> program, IReadOnlyList<string> names, uint how)
    {
        foreach (var number in SystemCalls.Numbers(names)) Add(program, Equal, (uint)number, 0, 1).Add(new(Return, 0, 0, how));
    }

    private static void AllowWith(List<Instruction> program, string call, uint argument, uint[] values, uint otherwise)
    {
        program.Add(new(Equal, 0, (byte)(3 + values.Length), (uint)SystemCalls.Number(call)));
        program.Add(new(Load, 0, 0, FirstArgument + (argument * 8)));
        for (var i = 0; i < values.Length; i++) program.Add(new(Equal, (byte)(values.Length - i), 0, values[i]));
        program.Add(new(Return, 0, 0, otherwise));
        program.Add(new(Return, 0, 0, Allow));
    }

    private static List<Instruction> Add(List<Instruction> program, ushort code, uint value, byte yes, byte no)
    {
        program.Add(new(code, yes, no, value));
        return program;
    }

    private static void Install(List<Instruction> program)
    {
        if (Native.Control(Native.SetNoNewPrivileges, 1, 0, 0, 0) != 0)
            throw new ConfinementException($"new privileges could not be ruled out ({Errno.Name(Native.Error)})");
        fixed (Instruction* start = CollectionsMarshal.AsSpan(program))
        {
            var whole = new Program { Length = (ushort)program.Count, Start = start };
            if (Native.Call(SystemCalls.Number("seccomp"), SetFilter, AllThreads, (nint)(&whole), 0) is var result && result != 0)
                throw new ConfinementException(result > 0
                    ? "a system call filter could not be put on every thread"
                    : $"the kernel took no system call filter ({Errno.Name(Native.Error)})");
        }
    }

    /// <summary>struct sock_filter.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Instruction(ushort code, byte yes, byte no, uint value)
    {
        private readonly ushort _code = code;
        private readonly byte _yes = yes;
        private readonly byte _no = no;
        private readonly uint _value = value;
    }

    /// <summary>struct sock_fprog.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Program
    {
        public ushort Length;
        public Instruction* Start;
    }
}
