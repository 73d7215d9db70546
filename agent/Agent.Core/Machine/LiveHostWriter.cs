using System.Runtime.InteropServices;
using System.Text;

namespace Kernward.Machine;

/// <summary>
/// Writes to files that exist below a root. It never creates one and never opens with truncation: a crash between truncation
/// and write would leave a file empty. No symbolic link may lead out of the root. Thread-safe.
/// </summary>
public sealed class LiveHostWriter(string root = "/") : IHostWriter
{
    private const int Flags = Libc.WriteOnly | Libc.CloseOnExec | Libc.NonBlocking | Libc.NoTerminal;

    /// <summary>Magic numbers of file systems that are kernel interfaces, where a length has no meaning.</summary>
    private static readonly long[] KernelFileSystems =
        [0x9fa0, 0x62656572, 0x27e0eb, 0x63677270, 0x64626720, 0x74726163, 0x62656570];

    private readonly string _root = root.Length > 1 ? root.TrimEnd('/') : root;

    /// <exception cref="IOException">With the path and the name of the errno; nothing, or not all, was written.</exception>
    public unsafe void Write(string path, ReadOnlySpan<byte> value)
    {
        if (!HostPath.IsSafe(path)) throw new IOException($"{Shown(path)}: not a path below the root (EINVAL)");
        var file = Open(path);
        try
        {
            nint written;
            fixed (byte* start = value)
            {
                do written = Libc.Write(file, start, value.Length);
                while (written < 0 && Marshal.GetLastPInvokeError() == Errno.Eintr);
            }
            if (written < 0) throw Failed(path, "write", Marshal.GetLastPInvokeError());
            if (written != value.Length) throw new IOException($"{path}: only {written} of {value.Length} bytes written");
            if (!IsKernelInterface(file) && Libc.Truncate(file, value.Length) != 0)
                throw Failed(path, "truncate", Marshal.GetLastPInvokeError());
        }
        finally
        {
            _ = Libc.Close(file);
        }
    }

    private unsafe int Open(string path)
    {
        int directory, file, error;
        fixed (byte* start = Encoding.UTF8.GetBytes(_root + '\0'))
            directory = Libc.Open(start, Libc.PathOnly | Libc.CloseOnExec | Libc.DirectoryOnly);
        if (directory < 0) throw Failed(_root, "open", Marshal.GetLastPInvokeError());
        fixed (byte* start = Encoding.UTF8.GetBytes(path + '\0')) file = Libc.OpenBeneath(directory, start, Flags);
        error = Marshal.GetLastPInvokeError();
        _ = Libc.Close(directory);
        if (file >= 0) return file;
        return error == Errno.Enosys ? OpenAndLookWhere(path) : throw Failed(path, "open", error);
    }

    /// <summary>For kernels before 5.6, which have no openat2: open, then ask the kernel where that led.</summary>
    private unsafe int OpenAndLookWhere(string path)
    {
        int file;
        fixed (byte* start = Encoding.UTF8.GetBytes($"{_root.TrimEnd('/')}/{path}\0")) file = Libc.Open(start, Flags);
        if (file < 0) throw Failed(path, "open", Marshal.GetLastPInvokeError());
        Span<byte> target = stackalloc byte[4096];
        nint length;
        fixed (byte* link = Encoding.UTF8.GetBytes($"/proc/self/fd/{file}\0"), into = target)
            length = Libc.ReadLink(link, into, target.Length);
        if (length > 0 && IsBelowRoot(Encoding.UTF8.GetString(target[..(int)length]))) return file;
        _ = Libc.Close(file);
        throw Failed(path, "open", 18);
    }

    internal bool IsBelowRoot(string target) =>
        _root == "/" ? target.StartsWith('/') : target.StartsWith(_root + "/", StringComparison.Ordinal);

    private static unsafe bool IsKernelInterface(int file)
    {
        Libc.FileSystemStatus status;
        return Libc.StatFileSystem(file, &status) == 0 && KernelFileSystems.Contains(status.Type);
    }

    private static IOException Failed(string path, string action, int error) =>
        new($"{Shown(path)}: {action} failed with {Errno.Name(error)}", error);

    private static string Shown(string path) => path.Replace('\0', '?');
}
