using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Kernward.Machine;

/// <summary>Reads an archive into frames, all of it or none: it may come from anyone.</summary>
internal sealed class CaptureReader
{
    /// <summary>Most bytes that a capture may have once unpacked.</summary>
    public const long MaxSize = 512L << 20;

    private const long MaxPackedSize = 128L << 20;
    private const int MaxEntries = 1_000_000;

    private readonly SortedDictionary<int, Draft> _drafts = [];
    private CaptureMeta? _meta;

    private CaptureReader() { }

    /// <exception cref="CaptureException">With one sentence that says what is wrong.</exception>
    public static (CaptureMeta Meta, IReadOnlyList<CaptureDelta> Frames) Read(Stream packed)
    {
        try
        {
            var reader = new CaptureReader();
            using var content = Unpack(packed);
            reader.ReadEntries(content);
            return reader.Finish();
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException or ArgumentException
                                    or OverflowException or NotSupportedException or InvalidOperationException)
        {
            throw new CaptureException("The capture is not an intact gzip-compressed tar.", e);
        }
    }

    /// <summary>The last four bytes of a gzip are the length of its content: a file cut short anywhere does not match.</summary>
    private static MemoryStream Unpack(Stream packed)
    {
        var compressed = Copy(packed, MaxPackedSize);
        if (compressed.Length < 18) throw new CaptureException("The capture is cut short.");
        var expected = BinaryPrimitives.ReadUInt32LittleEndian(compressed.GetBuffer().AsSpan((int)compressed.Length - 4));
        using var zip = new GZipStream(compressed, CompressionMode.Decompress);
        var content = Copy(zip, MaxSize);
        if (content.Length != expected) throw new CaptureException("The capture is cut short.");
        return content;
    }

    private static MemoryStream Copy(Stream from, long limit)
    {
        var copy = new MemoryStream();
        var buffer = new byte[64 << 10];
        for (int got; (got = from.Read(buffer)) > 0;)
        {
            if (copy.Length + got > limit) throw new CaptureException($"The capture is larger than {limit >> 20} MiB.");
            copy.Write(buffer.AsSpan(0, got));
        }
        copy.Position = 0;
        return copy;
    }

    private void ReadEntries(MemoryStream content)
    {
        using var tar = new TarReader(content);
        var entries = 0;
        while (tar.GetNextEntry() is { } entry)
        {
            if (++entries > MaxEntries) throw new CaptureException("The capture has too many files.");
            Take(entry);
        }
    }

    private void Take(TarEntry entry)
    {
        if (entry.EntryType is TarEntryType.GlobalExtendedAttributes) return;
        var name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
        if (entry.EntryType is TarEntryType.Directory)
        {
            if (name is not ("" or ".") && !HostPath.IsSafe(name.TrimEnd('/'))) throw Misplaced();
        }
        else if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
            throw new CaptureException($"The capture holds a {entry.EntryType}, and may hold only files and directories.");
        else if (!HostPath.IsSafe(name)) throw Misplaced();
        else TakeFile(name, Content(entry));
    }

    private static CaptureException Misplaced() => new("The capture holds a file outside of its frames.");

    private static byte[] Content(TarEntry entry)
    {
        if (entry.DataStream is not { } stream) return [];
        if (stream.Length > LiveHost.MaxFileSize) throw new CaptureException("The capture holds a file that is too large.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private void TakeFile(string name, byte[] content)
    {
        if (name == "meta.json")
        {
            if (_meta is not null) throw new CaptureException("The capture holds meta.json twice.");
            _meta = CaptureMeta.Parse(content);
            return;
        }
        var parts = name.Split('/', 3);
        if (parts.Length < 3 || parts[0] != "frames" || parts[1].Length != 4 || !ushort.TryParse(parts[1], out var number))
            throw Misplaced();
        if (!_drafts.TryGetValue(number, out var draft)) _drafts[number] = draft = new Draft();
        draft.Add(parts[2], content);
    }

    private (CaptureMeta, IReadOnlyList<CaptureDelta>) Finish()
    {
        if (_meta is null) throw new CaptureException("The capture has no meta.json.");
        if (!_drafts.ContainsKey(0)) throw new CaptureException("The capture has no first frame.");
        if (_drafts.Keys.Last() >= _meta.Frames) throw new CaptureException("The capture has more frames than its meta.json says.");
        var empty = new CaptureDelta([], []);
        return (_meta, Enumerable.Range(0, _meta.Frames).Select(i => _drafts.TryGetValue(i, out var d) ? d.Seal() : empty).ToList());
    }

    private sealed class Draft
    {
        private readonly SortedDictionary<string, byte[]> _changed = new(StringComparer.Ordinal);
        private string[] _removed = [];

        public void Add(string path, byte[] content)
        {
            if (path == "removed.txt")
                _removed = Encoding.UTF8.GetString(content).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            else if (!path.StartsWith("proc/", StringComparison.Ordinal) && !path.StartsWith("sys/", StringComparison.Ordinal)
                     && !path.StartsWith("etc/", StringComparison.Ordinal) && !path.StartsWith("cmd/", StringComparison.Ordinal))
                throw Misplaced();
            else if (!_changed.TryAdd(path, content)) throw new CaptureException("The capture holds one file twice in a frame.");
        }

        public CaptureDelta Seal() => new(_changed, _removed);
    }
}
