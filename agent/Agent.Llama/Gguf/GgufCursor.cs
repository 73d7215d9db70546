using System.Buffers.Binary;
using System.Text;

namespace Kernward.Llama.Gguf;

/// <summary>Reads little-endian values from the head of a file, and never trusts a length that it states.</summary>
internal sealed class GgufCursor(Stream file)
{
    /// <summary>No text in a header is longer, whatever its length field says (the longest known chat templates have 20 KB).</summary>
    private const int LongestText = 1 << 24;

    private readonly byte[] _word = new byte[8];

    internal long Position => file.Position;

    internal long Length { get; } = file.Length;

    internal byte Byte() => Take(1)[0];

    internal ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    internal uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    internal ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>A number of things that each take at least <paramref name="least"/> bytes of what is left of the file.</summary>
    internal long Count(int least, string what)
    {
        var count = UInt64();
        if (count > (ulong)(Length / least)) throw Broken($"it announces {count} {what}");
        return (long)count;
    }

    internal string Text()
    {
        var length = Count(1, "characters of one text");
        if (length > LongestText) throw Broken($"it announces a text of {length} characters");
        var bytes = new byte[length];
        Fill(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    internal void Skip(long bytes)
    {
        if (bytes > Length - file.Position) throw Short();
        file.Seek(bytes, SeekOrigin.Current);
    }

    internal static LlamaException Broken(string why) =>
        new(LlamaErrorKind.NotGguf, $"The header of the model file is broken: {why}.", "Fetch the file again.");

    internal LlamaException Short() =>
        new(LlamaErrorKind.Truncated, $"The model file ends after {Length} bytes, before all of its data.", "Fetch the file again.");

    private ReadOnlySpan<byte> Take(int bytes)
    {
        Fill(_word.AsSpan(0, bytes));
        return _word.AsSpan(0, bytes);
    }

    private void Fill(Span<byte> room)
    {
        if (file.ReadAtLeast(room, room.Length, throwOnEndOfStream: false) < room.Length) throw Short();
    }
}
