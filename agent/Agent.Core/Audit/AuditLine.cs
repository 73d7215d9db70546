using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kernward.Domain;

namespace Kernward.Audit;

/// <summary>
/// One entry as it stands in the log, a JSON object on a line:
/// <c>{"n":7,"at":"...","boot":"...","event":"applied","change":"c3","data":{...},"prev":"...","hash":"..."}</c>. Hash is the SHA-256
/// of all bytes before <c>,"hash"</c>, prev the hash of the entry before: no byte of an entry can change unseen.
/// </summary>
public static class AuditLine
{
    /// <summary>Bytes, the end of line not counted; no line of ours comes near.</summary>
    public const int Longest = 256 << 10;

    private const int Hex = 64;
    private static readonly byte[] Start = "{\"n\":"u8.ToArray(), Prev = ",\"prev\":\""u8.ToArray(), Hash = ",\"hash\":\""u8.ToArray(), End = "\"}"u8.ToArray();

    /// <summary>The line with its end, and its head.</summary>
    public static (byte[] Line, AuditHead Head) Render(
        AuditHead after, DateTimeOffset at, string boot, AuditEvent what, string change, JsonObject data)
    {
        var entry = new JsonObject
        {
            ["n"] = after.N + 1,
            ["at"] = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["boot"] = Shown.Safe(boot),
            ["event"] = Word(what),
            ["change"] = Shown.Safe(change),
            ["data"] = data,
            ["prev"] = after.Hash,
        };
        var covered = Encoding.UTF8.GetBytes(entry.ToJsonString())[..^1];
        var hash = Convert.ToHexStringLower(SHA256.HashData(covered));
        byte[] line = [.. covered, .. Hash, .. Encoding.ASCII.GetBytes(hash), .. End, (byte)'\n'];
        return line.Length <= Longest
            ? (line, new AuditHead(after.N + 1, hash))
            : throw new AuditException($"an entry of {line.Length} bytes is too long for the audit log");
    }

    /// <summary>True where a line (without its end) is an entry whose hash is that of its bytes; nothing else of it is looked at.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out AuditHead head, out string prev)
    {
        (head, prev) = (default, "");
        var covered = line.Length - Hash.Length - Hex - End.Length;
        var before = covered - 1 - Hex;
        if (before < Start.Length + Prev.Length || line.Length > Longest) return false;
        if (!line.StartsWith(Start) || !line.EndsWith(End) || !line[covered..].StartsWith(Hash) || line[covered - 1] != '"') return false;
        if (!line[..before].EndsWith(Prev)) return false;
        if (!Utf8Parser.TryParse(line[Start.Length..], out long n, out var digits) || n < 1 || line[Start.Length + digits] != ',') return false;
        var hash = Convert.ToHexStringLower(SHA256.HashData(line[..covered]));
        if (Encoding.Latin1.GetString(line.Slice(covered + Hash.Length, Hex)) != hash) return false;
        (head, prev) = (new AuditHead(n, hash), Encoding.Latin1.GetString(line.Slice(before, Hex)));
        return true;
    }

    /// <summary>What an entry tells; null where a line is sound but none of ours.</summary>
    public static AuditEntry? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, AuditJson.Default.AuditEntry);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal static string Word<T>(T what) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(what.ToString());
}
