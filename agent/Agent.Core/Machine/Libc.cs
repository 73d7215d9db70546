using System.Runtime.InteropServices;

namespace Kernward.Machine;

/// <summary>
/// The few system calls behind the door. Direct calls, because <see cref="FileStream"/> asks a procfs file for its size, locks it
/// and allocates: several times the cost of reading it.
/// </summary>
internal static unsafe partial class Libc
{
    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int NonBlocking = 0x800;
    public const int NoTerminal = 0x100;
    public const int CloseOnExec = 0x80000;
    public const int PathOnly = 0x200000;
    public const int NetlinkFamily = 16;
    public const int RawSocket = 3;
    public const int SockDiagProtocol = 4;

    /// <summary>The number of openat2 is the same on every architecture.</summary>
    private const long OpenAt2 = 437;

    /// <summary>O_DIRECTORY is one of the few flags whose value depends on the architecture.</summary>
    public static readonly int DirectoryOnly =
        RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x4000 : 0x10000;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    public static partial int Open(byte* path, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int file, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    public static partial nint ReadAt(int file, byte* buffer, nint count, long offset);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int file, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    public static partial int Truncate(int file, long length);

    [LibraryImport("libc", EntryPoint = "getdents64", SetLastError = true)]
    public static partial nint ReadDirectory(int file, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "statfs", SetLastError = true)]
    public static partial int StatFileSystem(byte* path, FileSystemStatus* status);

    [LibraryImport("libc", EntryPoint = "fstatfs", SetLastError = true)]
    public static partial int StatFileSystem(int file, FileSystemStatus* status);

    /// <summary>Into 256 bytes, whose layout is the same on every architecture.</summary>
    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int StatExtended(int directory, string path, int flags, uint mask, byte* status);

    [LibraryImport("libc", EntryPoint = "readlink", SetLastError = true)]
    public static partial nint ReadLink(byte* path, byte* buffer, nint count);

    /// <summary>syslog(2), which has this name in the library because another thing has that.</summary>
    [LibraryImport("libc", EntryPoint = "klogctl", SetLastError = true)]
    public static partial int SystemLog(int action, byte* buffer, int length);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    public static partial int SocketOption(int socket, int level, int option, void* value, uint* length);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial long SystemCall(long number, long directory, byte* path, OpenHow* how, nint size);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial long SystemCall(long number, byte* argument);

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, Limit* limit);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, TimeSpecification* time);

    /// <summary>
    /// adjtimex(2) itself: the C library makes clock_adjtime of it, which the filter of the mind refuses. Into a zeroed struct
    /// timex, which asks for no change.
    /// </summary>
    public static long AskClock(byte* timex) =>
        SystemCall(RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 159 : 171, timex);

    /// <summary>How many files this process may have open; 0 where it cannot be asked.</summary>
    public static ulong OpenFileLimit()
    {
        const int openFiles = 7;
        Limit limit;
        return GetLimit(openFiles, &limit) == 0 ? limit.Soft : 0;
    }

    /// <summary>CPU time that this thread has used.</summary>
    public static TimeSpan ThreadTime()
    {
        const int threadClock = 3;
        TimeSpecification time;
        return GetTime(threadClock, &time) == 0 ? TimeSpan.FromTicks((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / 100)) : TimeSpan.Zero;
    }

    /// <summary>Opens a path that must stay below a directory at every step, symbolic links included.</summary>
    public static int OpenBeneath(int directory, byte* path, int flags)
    {
        const ulong noMagicLinks = 0x02, beneath = 0x08;
        var how = new OpenHow { Flags = (ulong)flags, Resolve = noMagicLinks | beneath };
        return (int)SystemCall(OpenAt2, directory, path, &how, sizeof(OpenHow));
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpecification
    {
        public long Seconds;
        public long Nanoseconds;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }

    /// <summary>struct statfs as 64-bit Linux has it.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 160)]
    public struct FileSystemStatus
    {
        public long Type;
        public long BlockSize;
        public ulong Blocks;
        public ulong FreeBlocks;
        public ulong AvailableBlocks;
        public ulong Inodes;
        public ulong FreeInodes;
        public long Id;
        public long NameLength;
        public long FragmentSize;
        public long Flags;
    }
}
