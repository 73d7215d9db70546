using System.Runtime.InteropServices;

namespace Kernward.Confinement;

/// <summary>
/// Numbers of the system calls that filters name, for x86-64 (arch/x86/entry/syscalls/syscall_64.tbl) and for the architectures
/// with the generic table (arm64, riscv64, loongarch64; include/uapi/asm-generic/unistd.h). -1: not there. From 424 on the two
/// tables are the same.
/// </summary>
internal static class SystemCalls
{
    /// <summary>AUDIT_ARCH_* of this process; 0 where no filter is known.</summary>
    public static uint Architecture => RuntimeInformation.ProcessArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => 0xc000_003e,
        System.Runtime.InteropServices.Architecture.Arm64 => 0xc000_00b7,
        System.Runtime.InteropServices.Architecture.RiscV64 => 0xc000_00f3,
        System.Runtime.InteropServices.Architecture.LoongArch64 => 0xc000_0102,
        _ => 0,
    };

    /// <summary>On x86-64 numbers from here on are the x32 table's.</summary>
    public const uint X32 = 0x4000_0000;

    /// <summary>The numbers of calls by name, those that this architecture has.</summary>
    public static IReadOnlyList<int> Numbers(IReadOnlyList<string> names)
    {
        var numbers = new List<int>(names.Count);
        foreach (var name in names)
            if (Number(name) is >= 0 and var number) numbers.Add(number);
        return numbers;
    }

    public static int Number(string name) => Table[name][RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64 ? 0 : 1];

    private static readonly Dictionary<string, int[]> Table = new()
    {
        ["read"] = [0, 63], ["write"] = [1, 64], ["open"] = [2, -1], ["close"] = [3, 57], ["stat"] = [4, -1], ["fstat"] = [5, 80],
        ["lstat"] = [6, -1], ["poll"] = [7, -1], ["lseek"] = [8, 62], ["mmap"] = [9, 222], ["mprotect"] = [10, 226],
        ["munmap"] = [11, 215], ["brk"] = [12, 214], ["rt_sigaction"] = [13, 134], ["rt_sigprocmask"] = [14, 135],
        ["rt_sigreturn"] = [15, 139], ["ioctl"] = [16, 29], ["pread64"] = [17, 67], ["readv"] = [19, 65], ["writev"] = [20, 66],
        ["access"] = [21, -1], ["sched_yield"] = [24, 124], ["mremap"] = [25, 216], ["mincore"] = [27, 232],
        ["madvise"] = [28, 233], ["shmget"] = [29, 194], ["shmat"] = [30, 196], ["dup"] = [32, 23], ["nanosleep"] = [35, 101],
        ["getpid"] = [39, 172], ["sendfile"] = [40, 71], ["socket"] = [41, 198], ["connect"] = [42, 203], ["accept"] = [43, 202],
        ["sendto"] = [44, 206], ["recvfrom"] = [45, 207], ["sendmsg"] = [46, 211], ["recvmsg"] = [47, 212], ["bind"] = [49, 200],
        ["listen"] = [50, 201], ["socketpair"] = [53, 199], ["clone"] = [56, 220], ["fork"] = [57, -1], ["vfork"] = [58, -1],
        ["execve"] = [59, 221], ["exit"] = [60, 93], ["kill"] = [62, 129], ["uname"] = [63, 160], ["semget"] = [64, 190],
        ["msgget"] = [68, 186], ["fcntl"] = [72, 25], ["flock"] = [73, 32], ["truncate"] = [76, 45], ["ftruncate"] = [77, 46],
        ["getcwd"] = [79, 17], ["rename"] = [82, -1], ["mkdir"] = [83, -1], ["rmdir"] = [84, -1], ["creat"] = [85, -1],
        ["link"] = [86, -1], ["unlink"] = [87, -1], ["symlink"] = [88, -1], ["readlink"] = [89, -1], ["chmod"] = [90, -1],
        ["fchmod"] = [91, 52], ["chown"] = [92, -1], ["fchown"] = [93, 55], ["lchown"] = [94, -1], ["getrlimit"] = [97, 163],
        ["getrusage"] = [98, 165], ["sysinfo"] = [99, 179], ["ptrace"] = [101, 117], ["getuid"] = [102, 174],
        ["syslog"] = [103, 116], ["getgid"] = [104, 176], ["setuid"] = [105, 146], ["setgid"] = [106, 144],
        ["geteuid"] = [107, 175], ["getegid"] = [108, 177], ["setpgid"] = [109, 154], ["getppid"] = [110, 173],
        ["setsid"] = [112, 157], ["setreuid"] = [113, 145], ["setregid"] = [114, 143], ["setgroups"] = [116, 159],
        ["setresuid"] = [117, 147], ["setresgid"] = [119, 149], ["setfsuid"] = [122, 151], ["setfsgid"] = [123, 152],
        ["capset"] = [126, 91], ["rt_sigqueueinfo"] = [129, 138], ["sigaltstack"] = [131, 132], ["utime"] = [132, -1],
        ["mknod"] = [133, -1], ["personality"] = [135, 92], ["statfs"] = [137, 43], ["fstatfs"] = [138, 44],
        ["setpriority"] = [141, 140], ["sched_getparam"] = [143, 121], ["sched_setscheduler"] = [144, 119],
        ["sched_getscheduler"] = [145, 120], ["mlock"] = [149, 228], ["mlockall"] = [151, 230], ["vhangup"] = [153, 58],
        ["modify_ldt"] = [154, -1], ["pivot_root"] = [155, 41], ["prctl"] = [157, 167], ["arch_prctl"] = [158, -1],
        ["adjtimex"] = [159, 171], ["setrlimit"] = [160, 164], ["chroot"] = [161, 51], ["acct"] = [163, 89],
        ["settimeofday"] = [164, 170], ["mount"] = [165, 40], ["umount2"] = [166, 39], ["swapon"] = [167, 224],
        ["swapoff"] = [168, 225], ["reboot"] = [169, 142], ["sethostname"] = [170, 161], ["setdomainname"] = [171, 162],
        ["iopl"] = [172, -1], ["ioperm"] = [173, -1], ["init_module"] = [175, 105], ["delete_module"] = [176, 106],
        ["quotactl"] = [179, 60], ["gettid"] = [186, 178], ["setxattr"] = [188, 5], ["lsetxattr"] = [189, 6],
        ["fsetxattr"] = [190, 7], ["removexattr"] = [197, 14], ["lremovexattr"] = [198, 15], ["fremovexattr"] = [199, 16],
        ["tkill"] = [200, 130], ["futex"] = [202, 98], ["sched_setaffinity"] = [203, 122], ["sched_getaffinity"] = [204, 123],
        ["io_setup"] = [206, 0], ["getdents64"] = [217, 61], ["restart_syscall"] = [219, 128], ["timer_create"] = [222, 107],
        ["clock_settime"] = [227, 112], ["clock_gettime"] = [228, 113], ["clock_getres"] = [229, 114],
        ["clock_nanosleep"] = [230, 115], ["exit_group"] = [231, 94], ["tgkill"] = [234, 131], ["utimes"] = [235, -1],
        ["mbind"] = [237, 235], ["set_mempolicy"] = [238, 237], ["get_mempolicy"] = [239, 236], ["mq_open"] = [240, 180],
        ["kexec_load"] = [246, 104], ["add_key"] = [248, 217], ["request_key"] = [249, 218], ["keyctl"] = [250, 219],
        ["ioprio_set"] = [251, 30], ["migrate_pages"] = [256, 238], ["openat"] = [257, 56], ["mkdirat"] = [258, 34],
        ["mknodat"] = [259, 33], ["fchownat"] = [260, 54], ["futimesat"] = [261, -1], ["newfstatat"] = [262, 79],
        ["unlinkat"] = [263, 35], ["renameat"] = [264, 38], ["linkat"] = [265, 37], ["symlinkat"] = [266, 36],
        ["readlinkat"] = [267, 78], ["fchmodat"] = [268, 53], ["faccessat"] = [269, 48], ["pselect6"] = [270, 72],
        ["ppoll"] = [271, 73], ["unshare"] = [272, 97], ["set_robust_list"] = [273, 99], ["splice"] = [275, 76],
        ["tee"] = [276, 77], ["vmsplice"] = [278, 75], ["move_pages"] = [279, 239], ["utimensat"] = [280, 88],
        ["timerfd_create"] = [283, 85], ["fallocate"] = [285, 47], ["accept4"] = [288, 242], ["signalfd4"] = [289, 74],
        ["eventfd2"] = [290, 19], ["epoll_create1"] = [291, 20], ["pipe2"] = [293, 59], ["inotify_init1"] = [294, 26],
        ["rt_tgsigqueueinfo"] = [297, 240], ["perf_event_open"] = [298, 241], ["recvmmsg"] = [299, 243],
        ["fanotify_init"] = [300, 262], ["prlimit64"] = [302, 261], ["name_to_handle_at"] = [303, 264],
        ["open_by_handle_at"] = [304, 265], ["clock_adjtime"] = [305, 266], ["sendmmsg"] = [307, 269], ["setns"] = [308, 268],
        ["getcpu"] = [309, 168], ["process_vm_readv"] = [310, 270], ["process_vm_writev"] = [311, 271], ["kcmp"] = [312, 272],
        ["finit_module"] = [313, 273], ["renameat2"] = [316, 276], ["seccomp"] = [317, 277], ["getrandom"] = [318, 278],
        ["memfd_create"] = [319, 279], ["kexec_file_load"] = [320, 294], ["bpf"] = [321, 280], ["execveat"] = [322, 281],
        ["userfaultfd"] = [323, 282], ["membarrier"] = [324, 283], ["copy_file_range"] = [326, 285], ["statx"] = [332, 291],
        ["rseq"] = [334, 293], ["pidfd_send_signal"] = [424, 424], ["io_uring_setup"] = [425, 425],
        ["io_uring_enter"] = [426, 426], ["io_uring_register"] = [427, 427], ["open_tree"] = [428, 428],
        ["move_mount"] = [429, 429], ["fsopen"] = [430, 430], ["fsconfig"] = [431, 431], ["fsmount"] = [432, 432],
        ["fspick"] = [433, 433], ["pidfd_open"] = [434, 434], ["clone3"] = [435, 435], ["openat2"] = [437, 437],
        ["pidfd_getfd"] = [438, 438], ["faccessat2"] = [439, 439], ["process_madvise"] = [440, 440],
        ["mount_setattr"] = [442, 442], ["quotactl_fd"] = [443, 443], ["landlock_create_ruleset"] = [444, 444],
        ["landlock_add_rule"] = [445, 445], ["landlock_restrict_self"] = [446, 446], ["memfd_secret"] = [447, 447],
        ["process_mrelease"] = [448, 448], ["fchmodat2"] = [452, 452],
    };
}
