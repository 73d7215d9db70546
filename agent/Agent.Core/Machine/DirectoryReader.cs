using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Kernward.Machine;

/// <summary>
/// Reads names from an open directory. Names that it has seen before are the same strings again: a host's processes and
/// groups are listed at every sample, and hardly change.
/// </summary>
internal sealed class DirectoryReader
{
    private const int MaxEntries = 1 << 18;
    private const int MaxPooled = 1 << 15;
    private const int NameOffset = 19;

    private readonly HashSet<string> _pool = new(StringComparer.Ordinal);
    private readonly byte[] _buffer = new byte[32 << 10];

    /// <summary>The names but <c>.</c> and <c>..</c>; what could be read, where reading stops with an error.</summary>
    public unsafe IReadOnlyList<string> Read(int file)
    {
        var names = new List<string>();
        while (names.Count < MaxEntries)
        {
            nint got;
            fixed (byte* start = _buffer) got = Libc.ReadDirectory(file, start, _buffer.Length);
            if (got < 0 && Marshal.GetLastPInvokeError() == Errno.Eintr) continue;
            if (got <= 0) break;
            Take(_buffer.AsSpan(0, (int)got), names);
        }
        return names;
    }

    /// <summary>Walks struct linux_dirent64: inode (8 bytes), offset (8), record length (2), type (1), name, NUL.</summary>
    private void Take(ReadOnlySpan<byte> records, List<string> names)
    {
        while (records.Length > NameOffset)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(records[16..]);
            if (length <= NameOffset || length > records.Length) return;
            var name = records[NameOffset..length];
            name = name[..name.IndexOf((byte)0)];
            if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8)) names.Add(Pooled(name));
            records = records[length..];
        }
    }

    private string Pooled(ReadOnlySpan<byte> name)
    {
        Span<char> text = stackalloc char[Encoding.UTF8.GetMaxCharCount(name.Length)];
        ReadOnlySpan<char> decoded = text[..Encoding.UTF8.GetChars(name, text)];
        if (_pool.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(decoded, out var known)) return known;
        if (_pool.Count >= MaxPooled) _pool.Clear();
        var fresh = decoded.ToString();
        _pool.Add(fresh);
        return fresh;
    }
}
