using System.Runtime.InteropServices;
using Kernward.Confinement;
using Kernward.Machine;

namespace Kernward.Escapes;

/// <summary>System calls as they are, by name and with up to six numbers.</summary>
internal static unsafe partial class Kernel
{
    public const int ReadOnly = 0, WriteOnly = 1, ReadWrite = 2, Create = 0x40, Truncate = 0x200, Append = 0x400, NonBlocking = 0x800;
    public const int PathOnly = 0x200000, CurrentDirectory = -100;

    /// <summary>O_TMPFILE, whose part O_DIRECTORY depends on the architecture.</summary>
    public static readonly int Nameless = 0x400000 | Libc.DirectoryOnly;

    /// <summary>What says no. Any other error means that the kernel took the call and disliked its arguments alone.</summary>
    private static readonly int[] Refusals = [1, 2, 3, 6, 11, 12, 13, 18, 20, 24, 27, 30, 38, 40];

    /// <summary>The result, or the errno as a negative number.</summary>
    public static long Call(string name, params ReadOnlySpan<nint> given) => Call(SystemCalls.Number(name), given);

    public static long Call(long number, params ReadOnlySpan<nint> given)
    {
        Span<nint> all = stackalloc nint[6];
        given.CopyTo(all);
        var result = Raw(number, all[0], all[1], all[2], all[3], all[4], all[5]);
        return result == -1 ? -Marshal.GetLastPInvokeError() : result;
    }

    /// <summary>A string for the kernel; it is never given back, as this process is short.</summary>
    public static nint Text(string text) => Marshal.StringToCoTaskMemUTF8(text);

    /// <summary>Zeros for the kernel to read or fill.</summary>
    public static nint Zeros(int count) => (nint)NativeMemory.AllocZeroed((nuint)count);

    public static long Open(string path, int flags) => Call("openat", CurrentDirectory, Text(path), flags, 0x1a4);

    public static string Judge(long result) => result >= 0 ? $"SUCCEEDED: {result}"
        : Array.IndexOf(Refusals, (int)-result) >= 0 ? "refused: " + Errno.Name((int)-result)
        : $"SUCCEEDED: the kernel took the call ({Errno.Name((int)-result)})";

    /// <summary>The first of several that got through, or the last refusal; <c>refused: nothing there</c> for none.</summary>
    public static string First(IEnumerable<string> outcomes)
    {
        var last = "refused: nothing there";
        foreach (var outcome in outcomes)
            if (!(last = outcome).StartsWith("refused", StringComparison.Ordinal)) return outcome;
        return last;
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial long Raw(long number, nint a, nint b, nint c, nint d, nint e, nint f);
}
