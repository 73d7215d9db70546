using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Kernward.Machine;

/// <summary>
/// Space that deleted files still take because a process has them open, as text, one process a line: pid, bytes, files. A file
/// that several hold counts for the first. Asked of the descriptors themselves, so that no dead server is waited for.
/// </summary>
internal static unsafe class DeletedFiles
{
    /// <summary>Descriptors that are looked at; what is beyond is not counted.</summary>
    private const int MaxFiles = 20_000;

    private const int Size = 256, LinksAt = 16, ModeAt = 28, InodeAt = 32, BlocksAt = 48, DeviceAt = 136;
    private const int DoNotAskServer = 0x4000;
    private const uint BasicStatus = 0x7ff;

    /// <summary>Files that live in memory alone have no name from the beginning.</summary>
    private static readonly string[] Nameless = ["/memfd:", "/SYSV", "/dev/zero", "/dev/shm/", "/[aio]", "/anon_hugepage", "/drm ", "/i915"];

    /// <summary>A line of names and the lines; empty where this process may not look at the first one's descriptors: then it sees a part only.</summary>
    public static ReadOnlySpan<byte> Read(Host host)
    {
        if (host.List("proc/1/fd").Count == 0) return default;
        var text = new StringBuilder("pid bytes files\n");
        var seen = new HashSet<(ulong Device, ulong Inode)>();
        var left = MaxFiles;
        foreach (var name in host.List("proc"))
            if (left > 0 && char.IsAsciiDigit(name[0])) Append(host, name, seen, text, ref left);
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static void Append(Host host, string pid, HashSet<(ulong, ulong)> seen, StringBuilder text, ref int left)
    {
        var (bytes, files) = (0UL, 0);
        foreach (var file in host.List($"proc/{pid}/fd"))
        {
            if (left-- <= 0) break;
            if (Space($"/proc/{pid}/fd/{file}", seen) is not { } space) continue;
            bytes += space;
            files++;
        }
        if (files > 0) text.Append(CultureInfo.InvariantCulture, $"{pid} {bytes} {files}\n");
    }

    /// <summary>Bytes on disk of a regular file without a name; null for all else.</summary>
    private static ulong? Space(string path, HashSet<(ulong, ulong)> seen)
    {
        const int typeMask = 0xf000, regular = 0x8000;
        var status = stackalloc byte[Size];
        if (Libc.StatExtended(0, path, DoNotAskServer, BasicStatus, status) != 0) return null;
        var read = new ReadOnlySpan<byte>(status, Size);
        if (BinaryPrimitives.ReadUInt32LittleEndian(read[LinksAt..]) != 0) return null;
        if ((BinaryPrimitives.ReadUInt16LittleEndian(read[ModeAt..]) & typeMask) != regular || IsNameless(path)) return null;
        var identity = (BinaryPrimitives.ReadUInt64LittleEndian(read[DeviceAt..]), BinaryPrimitives.ReadUInt64LittleEndian(read[InodeAt..]));
        return seen.Add(identity) ? BinaryPrimitives.ReadUInt64LittleEndian(read[BlocksAt..]) * 512 : null;
    }

    private static bool IsNameless(string path) =>
        FileNumber.Link(path, out _) is { } target && Nameless.Any(prefix => target.StartsWith(prefix, StringComparison.Ordinal));
}
