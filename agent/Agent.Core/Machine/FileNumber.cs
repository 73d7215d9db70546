using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Kernward.Machine;

/// <summary>Inode numbers, where they say which of the kernel's objects a file is.</summary>
internal static unsafe class FileNumber
{
    private const int OfHandle = 0x1000, CurrentDirectory = -100;
    private const uint NumberAsked = 0x100;

    /// <summary>Magic numbers of sysfs and of both versions of control groups, which never give a number again before the next boot.</summary>
    private static readonly long[] Unrepeated = [0x62656572, 0x27e0eb, 0x63677270];

    /// <summary>Of an open file on one of these file systems; empty for any other.</summary>
    public static string OfObject(int file) => Unrepeated.Contains(FileSystem(file)) && Of(file) is { } number
        ? number.ToString(CultureInfo.InvariantCulture)
        : "";

    /// <summary>Magic number of the file system of an open file; 0 where it cannot be asked.</summary>
    public static long FileSystem(int file)
    {
        Libc.FileSystemStatus status;
        return Libc.StatFileSystem(file, &status) == 0 ? status.Type : 0;
    }

    /// <summary>Of an open file; null where it cannot be asked.</summary>
    public static ulong? Of(int file) => Of(file, "", OfHandle);

    /// <summary>Of a path, links followed; null where it is absent or cannot be asked.</summary>
    public static ulong? Of(string path) => Of(CurrentDirectory, path, 0);

    /// <summary>Where a link leads, as the kernel writes it; null with the errno.</summary>
    public static string? Link(string path, out int error)
    {
        Span<byte> target = stackalloc byte[512];
        nint length;
        fixed (byte* start = Encoding.UTF8.GetBytes(path + '\0'), into = target) length = Libc.ReadLink(start, into, target.Length);
        error = length < 0 ? System.Runtime.InteropServices.Marshal.GetLastPInvokeError() : 0;
        return length < 0 ? null : Encoding.UTF8.GetString(target[..(int)length]);
    }

    private static ulong? Of(int directory, string path, int flags)
    {
        const int size = 256, number = 32;
        var status = stackalloc byte[size];
        return Libc.StatExtended(directory, path, flags, NumberAsked, status) == 0
            ? BinaryPrimitives.ReadUInt64LittleEndian(new ReadOnlySpan<byte>(status, size)[number..])
            : null;
    }
}
