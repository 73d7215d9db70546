using System.Runtime.InteropServices;

namespace Kernward.Machine;

/// <summary>What it takes to put a file in place at once, relative to a directory that is held open.</summary>
internal static unsafe partial class Libc
{
    public const int Create = 0x40;
    public const int MustBeNew = 0x80;

    /// <summary>O_NOFOLLOW differs between architectures as O_DIRECTORY does.</summary>
    public static readonly int NoFollow =
        RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x8000 : 0x20000;

    private const int RemoveDirectoryFlag = 0x200;

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int OpenAt(int directory, string name, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Synchronize(int file);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    public static partial int ChangeMode(int file, uint mode);

    [LibraryImport("libc", EntryPoint = "renameat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int RenameAt(int from, string name, int to, string newName);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeDirectoryAt(int directory, string name, uint mode);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnlinkAt(int directory, string name, int flags);

    public static int RemoveAt(int directory, string name) => UnlinkAt(directory, name, 0);

    public static int RemoveDirectoryAt(int directory, string name) => UnlinkAt(directory, name, RemoveDirectoryFlag);
}
