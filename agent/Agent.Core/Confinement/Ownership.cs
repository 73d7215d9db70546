using System.Runtime.InteropServices;
using Kernward.Machine;

namespace Kernward.Confinement;

/// <summary>lchown(2): whose a file is; a link itself, not what it points to.</summary>
public static partial class Ownership
{
    /// <exception cref="IOException">The kernel refuses it.</exception>
    public static void Give(string path, ServiceUser user) => Give(path, user.Id, user.Group);

    /// <exception cref="IOException">The kernel refuses it.</exception>
    public static void Give(string path, uint user, uint group)
    {
        if (ChangeOwner(path, user, group) != 0) throw new IOException($"{path}: chown failed with {Errno.Name(Native.Error)}");
    }

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);
}
