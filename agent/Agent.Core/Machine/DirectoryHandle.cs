using System.Runtime.InteropServices;
using System.Text;

namespace Kernward.Machine;

/// <summary>
/// A directory that is held open: what is done in it is done in this one, whatever its path leads to by then. No symbolic link
/// is followed on the way to it below its root. Each method throws <see cref="IOException"/> with the path and the errno's name.
/// </summary>
internal sealed class DirectoryHandle : IDisposable
{
    private int _file;
    private readonly string _path;

    private DirectoryHandle(int file, string path) => (_file, _path) = (file, path);

    private static int Flags => Libc.ReadOnly | Libc.CloseOnExec | Libc.DirectoryOnly | Libc.NoFollow;

    public static unsafe DirectoryHandle Root(string root)
    {
        fixed (byte* start = Encoding.UTF8.GetBytes(root + '\0'))
        {
            var file = Libc.Open(start, Libc.ReadOnly | Libc.CloseOnExec | Libc.DirectoryOnly);
            return file >= 0 ? new DirectoryHandle(file, "") : throw Failed(root, "open");
        }
    }

    /// <summary>Null where it is absent; with <paramref name="make"/> it is made (0755) instead.</summary>
    public DirectoryHandle? Enter(string name, bool make = false)
    {
        if (make && Libc.MakeDirectoryAt(_file, name, 0x1ed) != 0 && Marshal.GetLastPInvokeError() != Errno.Eexist) throw Failed(Below(name), "mkdir");
        var file = Libc.OpenAt(_file, name, Flags, 0);
        if (file >= 0) return new DirectoryHandle(file, Below(name));
        return Marshal.GetLastPInvokeError() == Errno.Enoent ? null : throw Failed(Below(name), "open");
    }

    public IReadOnlyList<string> List() => new DirectoryReader().Read(_file);

    /// <summary>
    /// A whole file (0644), in place by rename when it is on disk: others see the old content or the new, a loss of power leaves
    /// one of them, and what a death in between leaves is called <see cref="Temporary"/>.
    /// </summary>
    public void Replace(string name, ReadOnlySpan<byte> content)
    {
        var temporary = Temporary(name);
        Remove(temporary);
        Write(temporary, content);
        if (Libc.RenameAt(_file, temporary, _file, name) != 0) throw GivenUp(temporary, Failed(Below(name), "rename"));
        Synchronize();
    }

    /// <summary>Hidden, so that nobody takes it for configuration.</summary>
    public static string Temporary(string name) => $".{name}.tmp";

    /// <summary>False where there is none.</summary>
    public bool Remove(string name)
    {
        if (Libc.RemoveAt(_file, name) == 0)
        {
            Synchronize();
            return true;
        }
        return Marshal.GetLastPInvokeError() == Errno.Enoent ? false : throw Failed(Below(name), "unlink");
    }

    /// <summary>Takes a directory away that is empty; one that is not stays.</summary>
    public void RemoveEmpty(string name)
    {
        if (Libc.RemoveDirectoryAt(_file, name) == 0) Synchronize();
        else if (Marshal.GetLastPInvokeError() is not (Errno.Enotempty or Errno.Eexist or Errno.Enoent)) throw Failed(Below(name), "rmdir");
    }

    public void Dispose()
    {
        if (_file >= 0) _ = Libc.Close(_file);
        _file = -1;
    }

    private unsafe void Write(string name, ReadOnlySpan<byte> content)
    {
        var file = Libc.OpenAt(_file, name, Libc.WriteOnly | Libc.CloseOnExec | Libc.NoFollow | Libc.Create | Libc.MustBeNew, 0x1a4);
        if (file < 0) throw Failed(Below(name), "open");
        try
        {
            nint written;
            fixed (byte* start = content)
            {
                do written = Libc.Write(file, start, content.Length);
                while (written < 0 && Marshal.GetLastPInvokeError() == Errno.Eintr);
            }
            if (written < 0) throw GivenUp(name, Failed(Below(name), "write"));
            if (written != content.Length) throw GivenUp(name, new IOException($"{Below(name)}: only {written} of {content.Length} bytes written"));
            // Whatever the umask is: a daemon without our rights may have to read it.
            if (Libc.ChangeMode(file, 0x1a4) != 0 || Libc.Synchronize(file) != 0) throw GivenUp(name, Failed(Below(name), "fsync"));
        }
        finally
        {
            _ = Libc.Close(file);
        }
    }

    private IOException GivenUp(string temporary, IOException cause)
    {
        _ = Libc.RemoveAt(_file, temporary);
        return cause;
    }

    private void Synchronize()
    {
        if (Libc.Synchronize(_file) != 0) throw Failed(_path, "fsync");
    }

    private string Below(string name) => _path.Length == 0 ? name : $"{_path}/{name}";

    private static IOException Failed(string path, string action)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"{path}: {action} failed with {Errno.Name(error)}", error);
    }
}
