using System.Runtime.InteropServices;
using System.Text;
using Kernward.Machine;

namespace Kernward.Confinement;

/// <summary>The system calls that take rights away. All are of the calling thread, unless said.</summary>
internal static unsafe partial class Native
{
    public const int NewMounts = 0x0002_0000, NewHostName = 0x0400_0000, NewIpc = 0x0800_0000, NewNetwork = 0x4000_0000;
    public const ulong ReadOnly = 0x1, NoSetUserId = 0x2, NoDevices = 0x4, NoExecution = 0x8, Remount = 0x20, Bind = 0x1000,
        Recursive = 0x4000, Private = 0x4_0000;
    public const int SetDeathSignal = 1, CapabilityBoundingRead = 23, CapabilityBoundingDrop = 24, SetNoNewPrivileges = 38;
    public const int PathOnly = 0x200000, CloseOnExec = 0x80000;
    public const int Kill = 9;
    public const int Detach = 2;

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    public static partial int Unshare(int flags);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Signal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    public static partial int SetNamespace(int file, int kind);

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Mount(string? source, string target, string? type, ulong flags, nint data);

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Unmount(string target, int flags);

    [LibraryImport("libc", EntryPoint = "chdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ChangeDirectory(string path);

    /// <summary>Into a buffer of 4096 bytes; 0 where it fails.</summary>
    [LibraryImport("libc", EntryPoint = "realpath", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint RealPath(string path, byte* into);

    /// <summary>pivot_root(2), for which the C library has no function.</summary>
    public static int ExchangeRoot(string root, string old)
    {
        fixed (byte* rootText = Encoding.UTF8.GetBytes(root + '\0'), oldText = Encoding.UTF8.GetBytes(old + '\0'))
            return (int)Call(SystemCalls.Number("pivot_root"), (nint)rootText, (nint)oldText, 0, 0);
    }

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    public static partial int Control(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    public static partial long Call(long number, nint a, nint b, nint c, nint d);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int FileControl(int file, int command, int argument);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int file);

    /// <summary>
    /// Becomes another program, with this one's environment. Returns only where it fails; what is allocated here goes with the old program.
    /// </summary>
    public static void Execute(string path, IEnumerable<string> arguments) =>
        _ = Execute(Marshal.StringToCoTaskMemUTF8(path), Vector(arguments), Vector(
            from System.Collections.DictionaryEntry entry in Environment.GetEnvironmentVariables() select $"{entry.Key}={entry.Value}"));

    private static nint* Vector(IEnumerable<string> words)
    {
        var all = words.Select(Marshal.StringToCoTaskMemUTF8).Append(0).ToArray();
        var vector = (nint*)NativeMemory.Alloc((nuint)all.Length, (nuint)sizeof(nint));
        all.CopyTo(new Span<nint>(vector, all.Length));
        return vector;
    }

    [LibraryImport("libc", EntryPoint = "execve", SetLastError = true)]
    private static partial int Execute(nint path, nint* arguments, nint* environment);

    /// <summary>Of the whole process.</summary>
    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    public static partial int SetLimit(int resource, Limit* limit);

    [StructLayout(LayoutKind.Sequential)]
    public struct Limit
    {
        public nuint Soft;
        public nuint Hard;
    }

    public static int Error => Marshal.GetLastPInvokeError();

    /// <summary>Throws where a call failed; <paramref name="what"/> is a sentence without its end, to which the error's name is added.</summary>
    /// <exception cref="ConfinementException">The result is not 0.</exception>
    public static void Check(int result, string what)
    {
        if (result != 0) throw Failed(what);
    }

    /// <summary>For what just failed.</summary>
    public static ConfinementException Failed(string what) => new($"{what} ({Errno.Name(Error)})");
}
