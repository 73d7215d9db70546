using System.Text;

namespace Kernward.Torture.Files;

/// <summary>Makes files that no kernel writes of files that one wrote: broken bytes, columns, lines and numbers.</summary>
internal sealed class FileMutator(Random random)
{
    private const int LongName = 4096, MostBytes = 1 << 20;

    private static readonly byte[][] Numbers =
    [
        .. new[] { "", "0", "-1", "-0", "00", "+5", "0x1f", "1e999", "nan", "inf", "max", "2147483648", "4294967295", "4294967296", "9223372036854775807",
            "9223372036854775808", "18446744073709551615", "18446744073709551616", "99999999999999999999999999999999", "1.7976931348623157e308", "0.0000001", "1,5" }
            .Select(Encoding.ASCII.GetBytes),
    ];

    private static readonly byte[][] Tokens =
    [
        .. new[] { "\n", "\n\n\n", "\r\n", "\t", " ", "\0", ":", "(", ")", "((", "))", "(a) b) (", "[", "]", "\"", "\\", "\\040", "-", "=", ",", "/", "../", "%s", "kB", "some", "full",
            "deleted", "\u202E", "\uFEFF" }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC3, 0x28], [0xED, 0xA0, 0x80],
        .. new[] { 'x', ' ', '9' }.Select(value => Encoding.ASCII.GetBytes(new string(value, LongName))),
    ];

    /// <summary>Another content, from one to four steps away; now and then another file's.</summary>
    public byte[] Next(byte[] content, byte[] other)
    {
        if (random.Next(40) == 0) content = other;
        if (random.Next(60) == 0) return [];
        var bytes = new List<byte>(content);
        for (var times = random.Next(1, 5); times > 0; times--) Step(bytes);
        return [.. bytes.Take(MostBytes)];
    }

    private void Step(List<byte> bytes)
    {
        if (bytes.Count == 0)
        {
            bytes.AddRange(Tokens[random.Next(Tokens.Length)]);
            return;
        }
        var at = random.Next(bytes.Count);
        var length = Math.Min(random.Next(1, 80), bytes.Count - at);
        switch (random.Next(11))
        {
            case 0: bytes[at] = (byte)random.Next(256); break;
            case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 2: bytes.RemoveRange(at, bytes.Count - at); break;
            case 3: bytes.RemoveRange(at, length); break;
            case 4: bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length)); break;
            case 5: bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]); break;
            case 6: Replace(bytes, Around(bytes, at, IsDigit), Numbers[random.Next(Numbers.Length)]); break;
            case 7: Replace(bytes, Around(bytes, at, IsWord), []); break;
            case 8: Replace(bytes, Around(bytes, at, IsLine), []); break;
            case 9: MoveLine(bytes, at); break;
            default: Replace(bytes, Around(bytes, at, IsWord), Numbers[random.Next(Numbers.Length)]); break;
        }
    }

    private void MoveLine(List<byte> bytes, int at)
    {
        var (begin, length) = Around(bytes, at, IsLine);
        List<byte> line = [.. bytes.GetRange(begin, length), (byte)'\n'];
        if (random.Next(2) == 0) bytes.RemoveRange(begin, length);
        bytes.InsertRange(bytes.Count == 0 ? 0 : random.Next(bytes.Count), line);
    }

    private static void Replace(List<byte> bytes, (int Begin, int Length) place, byte[] by)
    {
        bytes.RemoveRange(place.Begin, place.Length);
        bytes.InsertRange(place.Begin, by);
    }

    /// <summary>The unbroken run of such bytes that holds this place; nothing at the place where its byte is none of them.</summary>
    private static (int Begin, int Length) Around(List<byte> bytes, int at, Func<byte, bool> isInside)
    {
        var (begin, end) = (at, at);
        while (begin > 0 && isInside(bytes[begin - 1])) begin--;
        while (end < bytes.Count && isInside(bytes[end])) end++;
        return (begin, end - begin);
    }

    private static bool IsDigit(byte value) => char.IsAsciiDigit((char)value);

    private static bool IsWord(byte value) => value is not ((byte)' ' or (byte)'\t' or (byte)'\n');

    private static bool IsLine(byte value) => value != (byte)'\n';
}
