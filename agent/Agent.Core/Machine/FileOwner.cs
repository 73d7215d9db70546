using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Kernward.Machine;

/// <summary>Who could change a file that root goes by.</summary>
public static class FileOwner
{
    private const int OfHandle = 0x1000, BasicStatus = 0x7ff, CurrentDirectory = -100;

    /// <summary>
    /// What makes an open file one that others than root can change, with what to do about it; empty where there is nothing. The
    /// directory counts as well: whoever may write there can put another file in its place.
    /// </summary>
    public static string Problem(SafeFileHandle file, string path)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
        return Problem(path, "644", Of((int)file.DangerousGetHandle(), "", OfHandle), sticky: false)
            ?? Problem(directory, "755", Of(CurrentDirectory, directory, 0), sticky: true) ?? "";
    }

    /// <summary>In a directory with the sticky bit only the owner of a file can replace it.</summary>
    private static string? Problem(string path, string mode, (uint Owner, int Mode) status, bool sticky)
    {
        const int writableByOthers = 0x12, stickyBit = 0x200;
        var remedy = $"chown root:root {path}; chmod {mode} {path}";
        if (status.Owner != 0) return $"{path} belongs to user {status.Owner}, and only root may set policy: {remedy}";
        return (status.Mode & writableByOthers) == 0 || (sticky && (status.Mode & stickyBit) != 0)
            ? null
            : $"{path} can be written by others than root: {remedy}";
    }

    private static unsafe (uint Owner, int Mode) Of(int directory, string path, int flags)
    {
        const int size = 256, owner = 20, mode = 28;
        var status = stackalloc byte[size];
        if (Libc.StatExtended(directory, path, flags, BasicStatus, status) != 0)
            throw new IOException($"{path}: its owner cannot be asked for: {Marshal.GetLastPInvokeErrorMessage()}");
        var read = new ReadOnlySpan<byte>(status, size);
        return (BinaryPrimitives.ReadUInt32LittleEndian(read[owner..]), BinaryPrimitives.ReadUInt16LittleEndian(read[mode..]));
    }
}
