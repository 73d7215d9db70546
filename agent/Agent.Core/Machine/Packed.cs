using System.IO.Compression;

namespace Kernward.Machine;

/// <summary>gzip, bounded: what is unpacked may come from anyone.</summary>
internal static class Packed
{
    /// <summary>Most bytes that are unpacked.</summary>
    private const int Largest = 64 << 20;

    /// <summary>Throws <see cref="InvalidDataException"/> where it is no gzip, or unpacks to more than 64 MiB.</summary>
    public static byte[] Unpack(byte[] packed)
    {
        using var zip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var content = new MemoryStream();
        var buffer = new byte[64 << 10];
        for (int got; (got = zip.Read(buffer)) > 0; content.Write(buffer.AsSpan(0, got)))
            if (content.Length + got > Largest) throw new InvalidDataException($"more than {Largest >> 20} MiB");
        return content.ToArray();
    }
}
