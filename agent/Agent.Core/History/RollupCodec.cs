using System.Buffers.Binary;
using System.IO.Compression;

namespace Kernward.History;

/// <summary>
/// Roll-ups under growing numbers as few bytes: a bucket of all series (numbers of series), or a chunk of one series (numbers of
/// buckets). Most series of a host stand still, and those are ten bytes; of the others each column is written byte by byte of its
/// numbers as the difference to its neighbour, which is mostly zeros, and packed.
/// </summary>
internal static class RollupCodec
{
    private const byte Plain = 0, Constant = 1, Deflated = 2;

    /// <summary>More than any chunk or bucket of ours unpacks to: what claims more is damaged.</summary>
    private const int MostEntries = 1 << 16;

    private const int Columns = 4;

    /// <summary>Two of these still are an int.</summary>
    private const int Largest = 1 << 29;

    public static byte[] Pack(IReadOnlyList<(int Number, Rollup Value)> entries)
    {
        if (IsConstant(entries)) return PackConstant(entries);
        using var plain = new MemoryStream();
        Write(plain, (uint)entries.Count);
        for (var i = 0; i < entries.Count; i++) Write(plain, (uint)(entries[i].Number - (i == 0 ? 0 : entries[i - 1].Number)));
        foreach (var (_, value) in entries) Write(plain, (uint)value.Count);
        var words = new uint[Columns * entries.Count];
        for (var i = 0; i < entries.Count; i++)
        {
            var (value, before) = (entries[i].Value, i == 0 ? 0 : Bits(entries[i - 1].Value.Mean));
            var mean = Bits(value.Mean);
            words[i] = mean ^ before;
            words[entries.Count + i] = Bits(value.Min) ^ mean;
            words[2 * entries.Count + i] = Bits(value.Max) ^ mean;
            words[3 * entries.Count + i] = Bits(value.Last) ^ mean;
        }
        for (var shift = 24; shift >= 0; shift -= 8)
            foreach (var word in words) plain.WriteByte((byte)(word >> shift & 0xff));
        return Smaller(plain.GetBuffer().AsSpan(0, (int)plain.Length));
    }

    /// <exception cref="FormatException">These are no bytes of ours.</exception>
    public static List<(int Number, Rollup Value)> Unpack(ReadOnlySpan<byte> packed)
    {
        if (packed.Length < 2) throw new FormatException("too short");
        var rest = packed[1..];
        return packed[0] switch
        {
            Constant => UnpackConstant(rest),
            Plain => UnpackColumns(rest),
            Deflated => UnpackColumns(Inflate(rest)),
            _ => throw new FormatException($"unknown kind {packed[0]}"),
        };
    }

    private static bool IsConstant(IReadOnlyList<(int Number, Rollup Value)> entries)
    {
        if (entries.Count == 0) return false;
        var (number, first) = entries[0];
        if (!first.Min.Equals(first.Max) || !first.Min.Equals(first.Mean) || !first.Min.Equals(first.Last)) return false;
        for (var i = 1; i < entries.Count; i++)
            if (entries[i].Number != number + i || entries[i].Value != first) return false;
        return true;
    }

    private static byte[] PackConstant(IReadOnlyList<(int Number, Rollup Value)> entries)
    {
        using var packed = new MemoryStream(12);
        packed.WriteByte(Constant);
        Write(packed, (uint)entries.Count);
        Write(packed, (uint)entries[0].Number);
        Write(packed, (uint)entries[0].Value.Count);
        Span<byte> value = stackalloc byte[4];
        BinaryPrimitives.WriteSingleBigEndian(value, entries[0].Value.Mean);
        packed.Write(value);
        return packed.ToArray();
    }

    private static List<(int, Rollup)> UnpackConstant(ReadOnlySpan<byte> rest)
    {
        var (count, number, samples) = (Entries(ref rest), Number(ref rest), Number(ref rest));
        if (rest.Length != 4) throw new FormatException("a constant without its value");
        var value = BinaryPrimitives.ReadSingleBigEndian(rest);
        var rollup = new Rollup(value, value, value, value, samples);
        return [.. Enumerable.Range(0, count).Select(i => (number + i, rollup))];
    }

    private static List<(int, Rollup)> UnpackColumns(ReadOnlySpan<byte> rest)
    {
        var count = Entries(ref rest);
        var (numbers, samples) = (new int[count], new int[count]);
        for (var i = 0; i < count; i++)
            if ((numbers[i] = Number(ref rest) + (i == 0 ? 0 : numbers[i - 1])) > Largest) throw new FormatException("a number is too large");
        for (var i = 0; i < count; i++) samples[i] = Number(ref rest);
        if (rest.Length != count * Columns * 4) throw new FormatException("the columns are cut");
        var entries = new List<(int, Rollup)>(count);
        uint before = 0;
        for (var i = 0; i < count; i++)
        {
            var mean = Word(rest, count, i) ^ before;
            entries.Add((numbers[i], new Rollup(Value(Word(rest, count, count + i) ^ mean), Value(mean),
                Value(Word(rest, count, 2 * count + i) ^ mean), Value(Word(rest, count, 3 * count + i) ^ mean), samples[i])));
            before = mean;
        }
        return entries;
    }

    private static uint Word(ReadOnlySpan<byte> columns, int count, int i)
    {
        var plane = count * Columns;
        return (uint)columns[i] << 24 | (uint)columns[plane + i] << 16 | (uint)columns[2 * plane + i] << 8 | columns[3 * plane + i];
    }

    private static byte[] Smaller(ReadOnlySpan<byte> plain)
    {
        using var packed = new MemoryStream();
        packed.WriteByte(Deflated);
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true)) deflate.Write(plain);
        return packed.Length <= plain.Length ? packed.ToArray() : [Plain, .. plain];
    }

    private static byte[] Inflate(ReadOnlySpan<byte> packed)
    {
        try
        {
            using var inflate = new DeflateStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            var buffer = new byte[8192];
            for (int got; (got = inflate.Read(buffer)) > 0;)
            {
                plain.Write(buffer, 0, got);
                if (plain.Length > MostEntries * 32L) throw new FormatException("it unpacks to too much");
            }
            return plain.ToArray();
        }
        catch (InvalidDataException e)
        {
            throw new FormatException("it cannot be unpacked", e);
        }
    }

    private static int Number(ref ReadOnlySpan<byte> rest) =>
        Read(ref rest) is var number and <= Largest ? (int)number : throw new FormatException("a number is too large");

    private static int Entries(ref ReadOnlySpan<byte> rest) =>
        Read(ref rest) is var count and <= MostEntries ? (int)count : throw new FormatException("too many entries");

    private static void Write(MemoryStream stream, uint value)
    {
        for (; value >= 0x80; value >>= 7) stream.WriteByte((byte)(value & 0x7f | 0x80));
        stream.WriteByte((byte)value);
    }

    private static uint Read(ref ReadOnlySpan<byte> rest)
    {
        var value = 0UL;
        for (var (i, shift) = (0, 0); i < rest.Length && shift < 35; i++, shift += 7)
        {
            value |= (ulong)(rest[i] & 0x7f) << shift;
            if ((rest[i] & 0x80) != 0) continue;
            rest = rest[(i + 1)..];
            return value <= uint.MaxValue ? (uint)value : throw new FormatException("a number is too large");
        }
        throw new FormatException("a number is cut");
    }

    private static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value);

    private static float Value(uint bits) => BitConverter.UInt32BitsToSingle(bits);
}
