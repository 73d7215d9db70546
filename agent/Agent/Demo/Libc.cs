using System.Runtime.InteropServices;

namespace Kernward.Demo;

/// <summary>The few system calls of the stage that the base library has no door to (x86-64 and arm64 Linux).</summary>
internal static partial class Libc
{
    internal const int CloneNewNet = 0x4000_0000;
    internal const int DeathSignal = 1;
    internal const int Terminate = 15;
    internal const int Kill = 9;
    private const int InetFamily = 2, Datagram = 2, CloseOnExec = 0x8_0000;
    private const nuint SetInterfaceFlags = 0x8914;
    private const short Up = 1;
    private const int ThreadCpuClock = 3;

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    internal static partial int Unshare(int flags);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    internal static partial int SendSignal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "getppid")]
    internal static partial int ParentProcess();

    /// <summary>rmdir(2): a control group goes although it shows files, which the library's removal would try to delete first.</summary>
    [LibraryImport("libc", EntryPoint = "rmdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int RemoveDirectory(string path);

    /// <summary>The signal that this process gets when the <i>thread</i> that started it ends.</summary>
    internal static void SignalOnParentDeath(int signal) => _ = Prctl(DeathSignal, (nuint)signal, 0, 0, 0);

    /// <summary>Brings the loopback interface of the calling thread's network namespace up; the errno, or 0.</summary>
    internal static int BringLoopbackUp()
    {
        var socket = OpenSocket(InetFamily, Datagram | CloseOnExec, 0);
        if (socket < 0) return Marshal.GetLastPInvokeError();
        var request = new InterfaceRequest { Name = 'l' | ('o' << 8), Flags = Up };
        var error = Control(socket, SetInterfaceFlags, ref request) == 0 ? 0 : Marshal.GetLastPInvokeError();
        _ = CloseFile(socket);
        return error;
    }

    /// <summary>CPU time that the calling thread has used, in nanoseconds.</summary>
    internal static long ThreadCpuNanoseconds()
    {
        _ = ReadClock(ThreadCpuClock, out var time);
        return (time.Seconds * 1_000_000_000) + time.Nanoseconds;
    }

    /// <summary>Binds the calling thread, and the threads that it starts from now on, to one CPU; false where that is refused.</summary>
    internal static bool PinThread(int cpu)
    {
        Span<ulong> mask = stackalloc ulong[16];
        if (cpu < 0 || cpu >= mask.Length * 64) return false;
        mask[cpu / 64] = 1UL << (cpu % 64);
        return SetAffinity(0, (nuint)(mask.Length * sizeof(ulong)), mask) == 0;
    }

    /// <summary>The highest CPU that the calling thread may run on: the lowest has the most interrupts.</summary>
    internal static int LastAllowedCpu()
    {
        Span<ulong> mask = stackalloc ulong[16];
        _ = GetAffinity(0, (nuint)(mask.Length * sizeof(ulong)), mask);
        for (var word = mask.Length - 1; word >= 0; word--)
            if (mask[word] != 0)
                return (word * 64) + 63 - System.Numerics.BitOperations.LeadingZeroCount(mask[word]);
        return 0;
    }

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Prctl(int option, nuint second, nuint third, nuint fourth, nuint fifth);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int OpenSocket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int file, nuint request, ref InterfaceRequest argument);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseFile(int file);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ReadClock(int clock, out TimeValue time);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nuint size, ReadOnlySpan<ulong> mask);

    [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
    private static partial int GetAffinity(int thread, nuint size, Span<ulong> mask);

    /// <summary>struct ifreq: 16 bytes of name, then a union of 24.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 40)]
    private struct InterfaceRequest
    {
        [FieldOffset(0)] internal int Name;
        [FieldOffset(16)] internal short Flags;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeValue
    {
        internal long Seconds;
        internal long Nanoseconds;
    }
}
