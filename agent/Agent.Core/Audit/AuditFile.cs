using System.Runtime.InteropServices;
using Kernward.Machine;
using Microsoft.Win32.SafeHandles;

namespace Kernward.Audit;

/// <summary>The file operations behind the log: append in one write(2), sync, replace, lock. Each throws <see cref="IOException"/>.</summary>
internal static unsafe partial class AuditFile
{
    private const int Append = 0x400, Create = 0x40, OwnerOnly = 0x180, Exclusive = 2;

    /// <summary>On return the bytes are on disk, and so is the file's name where it is new. Less than all is an error.</summary>
    public static void AppendTo(string path, ReadOnlySpan<byte> bytes)
    {
        var isNew = !File.Exists(path);
        using (var file = Opened(path, Libc.WriteOnly | Append | Create | Libc.CloseOnExec))
        {
            nint written;
            fixed (byte* start = bytes)
            {
                do written = Libc.Write((int)file.DangerousGetHandle(), start, bytes.Length);
                while (written < 0 && Marshal.GetLastPInvokeError() == Errno.Eintr);
            }
            if (written < 0) throw Failed(path, "write");
            if (written != bytes.Length) throw new IOException($"{path}: only {written} of {bytes.Length} bytes written");
            RandomAccess.FlushToDisk(file);
        }
        if (isNew) SyncDirectory(path);
    }

    /// <summary>Old content or new, never half of it, whatever happens meanwhile.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
        try
        {
            using (var file = new FileStream(temporary, options))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Its new name survives a loss of power.</summary>
    public static void Rename(string from, string to)
    {
        File.Move(from, to, overwrite: false);
        SyncDirectory(to);
    }

    /// <summary>Held until disposed, or until this process ends; waits for another holder, who keeps it for one entry.</summary>
    public static SafeFileHandle Lock(string directory)
    {
        var held = Opened(directory, Libc.ReadOnly | Libc.DirectoryOnly | Libc.CloseOnExec);
        while (Flock(held, Exclusive) != 0)
            if (Marshal.GetLastPInvokeError() != Errno.Eintr)
            {
                held.Dispose();
                throw Failed(directory, "lock");
            }
        return held;
    }

    private static void SyncDirectory(string path)
    {
        using var directory = Opened(Path.GetDirectoryName(path)!, Libc.ReadOnly | Libc.DirectoryOnly | Libc.CloseOnExec);
        RandomAccess.FlushToDisk(directory);
    }

    private static SafeFileHandle Opened(string path, int flags)
    {
        var file = Open(path, flags, OwnerOnly);
        return file.IsInvalid ? throw Failed(path, "open") : file;
    }

    private static IOException Failed(string path, string action) =>
        new($"{path}: {action} failed with {Errno.Name(Marshal.GetLastPInvokeError())}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeFileHandle file, int operation);
}
