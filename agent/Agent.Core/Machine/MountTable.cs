using System.Globalization;
using System.Text;

namespace Kernward.Machine;

/// <summary>
/// Space and inodes of local file systems as text, one a line: mount point (escaped as in /proc/mounts), type, fragment size
/// (By), fragments, free, available, inodes, inodes free, flags. Network and FUSE file systems are left out: asking a dead
/// server would hang the agent.
/// </summary>
internal static unsafe class MountTable
{
    private const int MaxMounts = 128;

    private static readonly HashSet<string> Local = new(StringComparer.Ordinal)
    {
        "ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "zfs", "bcachefs", "jfs", "vfat", "exfat", "ntfs3", "tmpfs", "overlay",
    };

    /// <param name="mounts">Content of /proc/self/mounts.</param>
    public static byte[] Read(ReadOnlySpan<byte> mounts)
    {
        var text = new StringBuilder("mount type fragment_size fragments free available inodes inodes_free flags\n");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in Encoding.UTF8.GetString(mounts).Split('\n'))
        {
            var parts = line.Split(' ');
            if (parts.Length < 4 || !Local.Contains(parts[2]) || seen.Count >= MaxMounts) continue;
            // A bind mount shows the same device again; each tmpfs and overlay is a file system of its own.
            var identity = parts[2] is "tmpfs" or "overlay" ? parts[1] : parts[0];
            if (seen.Add(identity)) Append(text, parts);
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Append(StringBuilder text, string[] parts)
    {
        Libc.FileSystemStatus status;
        fixed (byte* path = Encoding.UTF8.GetBytes(MountPath.Unescape(parts[1]) + '\0'))
            if (Libc.StatFileSystem(path, &status) != 0) return;
        text.Append(CultureInfo.InvariantCulture, $"{parts[1]} {parts[2]} {status.FragmentSize} {status.Blocks} ")
            .Append(CultureInfo.InvariantCulture, $"{status.FreeBlocks} {status.AvailableBlocks} {status.Inodes} ")
            .Append(CultureInfo.InvariantCulture, $"{status.FreeInodes} {status.Flags & 1}\n");
    }
}
