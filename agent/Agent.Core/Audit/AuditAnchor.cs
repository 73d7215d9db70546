using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kernward.Audit;

/// <summary>
/// The log's head, kept where the log is not: in a file of its own and, where there is one, in journald. Against it a log whose
/// end is missing, or that was written anew as a whole, is found out.
/// </summary>
public static class AuditAnchor
{
    /// <summary>Null where there is none yet. Throws <see cref="AuditException"/> where the file is none, or cannot be read.</summary>
    public static AuditMark? Read(AuditPlace place)
    {
        try
        {
            return File.Exists(place.Anchor) ? MarkOf(File.ReadAllText(place.Anchor)) ?? throw new FormatException("it is no head of an audit log") : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new AuditException($"the audit log's anchor {place.Anchor} cannot be used: {e.Message}", e);
        }
    }

    /// <summary>Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</summary>
    public static void Write(AuditPlace place, AuditMark mark, DateTimeOffset at)
    {
        var head = mark.Head;
        var json = new JsonObject { ["n"] = head.N, ["hash"] = head.Hash, ["at"] = at.UtcDateTime.ToString("O"), ["log"] = place.Log };
        if (mark.IsPruned) (json["first"], json["prev"], json["inputs"]) = (mark.Begin.N + 1, mark.Begin.Hash, mark.Inputs);
        AuditFile.Replace(place.Anchor, Encoding.UTF8.GetBytes(json.ToJsonString() + "\n"));
        if (place.JournaldSocket.Length > 0) Tell(place, head);
    }

    /// <summary>
    /// The heads of one log in a file: <c>audit.head</c>, or what <c>journalctl -t kernward-audit -o json</c> printed; lines that
    /// hold none, or one of another log, are passed over. Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.
    /// </summary>
    public static IReadOnlyList<AuditHead> ReadAll(string path, AuditPlace place) =>
        [.. File.ReadLines(path).Select(Parse).OfType<(AuditHead Head, string Log)>().Where(found => found.Log == place.Log).Select(found => found.Head)];

    /// <summary>
    /// Only the anchor file says what was pruned: any user may tell journald whatever they like. Null where it is no head.
    /// </summary>
    private static AuditMark? MarkOf(string line)
    {
        if (Parse(line) is not { } found) return null;
        var json = JsonNode.Parse(line)!;
        if (json["first"] is null) return AuditMark.None with { Head = found.Head };
        return long.TryParse(json["first"]!.ToString(), out var first) && first > 0 && json["prev"]?.ToString() is { Length: 64 } prev
            && long.TryParse(json["inputs"]?.ToString(), out var inputs) && inputs >= first
            ? new AuditMark(found.Head, new AuditHead(first - 1, prev), inputs)
            : null;
    }

    private static (AuditHead Head, string Log)? Parse(string line)
    {
        try
        {
            if (JsonNode.Parse(line) is not JsonObject json) return null;
            var n = long.TryParse((json["n"] ?? json["KERNWARD_AUDIT_N"])?.ToString(), out var number) ? number : 0;
            var hash = (json["hash"] ?? json["KERNWARD_AUDIT_HEAD"])?.ToString() ?? "";
            var log = (json["log"] ?? json["KERNWARD_AUDIT_LOG"])?.ToString() ?? "";
            return n > 0 && hash.Length == 64 ? (new AuditHead(n, hash), log) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>By journald's own protocol, one datagram. The file is the anchor that counts, so that a deaf journald keeps nobody from working.</summary>
    private static void Tell(AuditPlace place, AuditHead head)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
            socket.SendTo(Encoding.UTF8.GetBytes(
                $"MESSAGE=audit log of kernward: entry {head.N} has hash {head.Hash}\nPRIORITY=6\nSYSLOG_IDENTIFIER=kernward-audit\n"
                + $"KERNWARD_AUDIT_N={head.N}\nKERNWARD_AUDIT_HEAD={head.Hash}\nKERNWARD_AUDIT_LOG={place.Log}\n"),
                new UnixDomainSocketEndPoint(place.JournaldSocket));
        }
        catch (SocketException)
        {
            // No journald, or one that is busy.
        }
    }
}
