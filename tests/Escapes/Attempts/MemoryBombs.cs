using static Kernward.Escapes.Kernel;

namespace Kernward.Escapes.Attempts;

/// <summary>Taking more than its share: memory of every kind, and things of the kernel's that cost memory.</summary>
internal static unsafe class MemoryBombs
{
    private const nint Much = 1 << 30;
    private const int Read = 1, Write = 2, Shared = 1, Private = 2, Anonymous = 0x20, GrowsDown = 0x100, NoReserve = 0x4000;

    public static readonly Attempt[] All =
    [
        Maps("a gigabyte", Read | Write, Private | Anonymous),
        Maps("a gigabyte, not reserved", Read | Write, Private | Anonymous | NoReserve),
        Maps("a gigabyte of stack", Read | Write, Private | Anonymous | GrowsDown),
        Maps("a gigabyte, shared", Read | Write, Shared | Anonymous),
        Maps("a gigabyte, shared, to read", Read, Shared | Anonymous),
        Maps("a gigabyte of empty pages, for the tables of it", Read, Private | Anonymous),
        new("a gigabyte in small pieces", Fate.Refused, _ => Pieces(), true),
        new("a gigabyte, made writable later", Fate.Refused, _ => Later(), true),
        new("a gigabyte by growing a page", Fate.Refused, _ => Grown(), true),
        new("a gigabyte by brk", Fate.Refused, _ => Call("brk", (nint)(Call("brk", 0) + Much)) >= Call("brk", 0) + Much ? "SUCCEEDED: a gigabyte" : "refused: ENOMEM"),
        Killed("memfd_create", Text("x"), 0), Killed("memfd_secret", 0), Killed("userfaultfd", 1), Killed("io_uring_setup", 8, Zeros(120)),
        Killed("shmget", 0, Much, 0x3b6), Killed("shmat", 0, 0, 0), Killed("msgget", 0, 0x3b6), Killed("semget", 0, 250, 0x3b6), Killed("mq_open", Text("x"), 0x42, 0x180, 0),
        Refused("mlock", Zeros(4096), 4096), Refused("mlockall", 1), Refused("io_setup", 1000, Zeros(8)), Refused("mbind", 0, 0, 0, 0, 0, 0),
        Refused("set_mempolicy", 0, 0, 0), Refused("migrate_pages", 0, 0, 0, 0), Refused("move_pages", 0, 0, 0, 0, 0, 0),
        Refused("pipe2", Zeros(8), 0), Refused("eventfd2", 0, 0), Refused("timerfd_create", 0, 0), Refused("signalfd4", -1, Zeros(8), 8, 0),
        Refused("epoll_create1", 0), Refused("inotify_init1", 0), Refused("timer_create", 0, 0, Zeros(8)), Killed("fanotify_init", 0, 0),
        new("a pipe of a megabyte", Fate.Refused, _ => Judge(Call("fcntl", 1, 1031, 1 << 20)), true),
    ];

    private static Attempt Maps(string name, int protection, int kind) => new("memory: " + name, Fate.Refused, _ =>
    {
        var start = Call("mmap", 0, Much, protection, kind, -1, 0);
        if (start >= 0) Call("munmap", (nint)start, Much);
        return Judge(start);
    }, true);

    /// <summary>Each piece within the limit, all of them together not.</summary>
    private static string Pieces()
    {
        const nint piece = 1 << 20;
        var pieces = new List<nint>();
        var start = 0L;
        while (pieces.Count < Much / piece && (start = Call("mmap", 0, piece, Read | Write, Private | Anonymous, -1, 0)) >= 0) pieces.Add((nint)start);
        foreach (var each in pieces) Call("munmap", each, piece);
        return Judge(start);
    }

    private static string Later()
    {
        var start = Call("mmap", 0, Much, 0, Private | Anonymous, -1, 0);
        if (start < 0) return Judge(start);
        var result = Call("mprotect", (nint)start, Much, Read | Write);
        Call("munmap", (nint)start, Much);
        return Judge(result);
    }

    private static string Grown()
    {
        var start = Call("mmap", 0, 4096, Read | Write, Private | Anonymous, -1, 0);
        var moved = Call("mremap", (nint)start, 4096, Much, 1);
        if (moved >= 0) Call("munmap", (nint)moved, Much);
        return Judge(moved);
    }

    private static Attempt Refused(string call, params nint[] arguments) => new(call, Fate.Refused, _ => Judge(Call(call, arguments)));

    private static Attempt Killed(string call, params nint[] arguments) => new(call, Fate.Killed, _ => Judge(Call(call, arguments)));
}
