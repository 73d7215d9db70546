using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Kernward.Audit;

/// <summary>
/// Appends to the audit log. An entry is on disk, and the anchor moved to it, when the call returns. Files are never cut or
/// written anew; a full one is given another name and the next begins with an entry that names it, and with one that says what
/// is pruned where more is there than is to be kept. Thread-safe, and safe beside other processes that write the same log.
/// </summary>
public sealed class AuditLog(AuditPlace place, TimeProvider time, string boot)
{
    private int _rulings;

    /// <summary>Bytes after which the next entry begins a new file.</summary>
    public long FullAt { get; init; } = 16 << 20;

    /// <summary>Default <see cref="AuditRetention.Standard"/>.</summary>
    public AuditRetention Keep { get; init; } = AuditRetention.Standard;

    public AuditPlace Place => place;

    /// <exception cref="AuditException">It is not on disk, or not anchored; nothing may be changed on the strength of it.</exception>
    public AuditHead Append(AuditEvent what, string change, JsonObject data)
    {
        try
        {
            place.Make();
            using var held = AuditFile.Lock(place.Inputs);
            return AppendHeld(what, change, data);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AuditException($"the audit log {place.Log} cannot be kept: {e.Message}", e);
        }
    }

    private AuditHead AppendHeld(AuditEvent what, string change, JsonObject data)
    {
        var (mark, pruner) = (AuditAnchor.Read(place) ?? AuditMark.None, new AuditPruner(place, Keep));
        if (what == AuditEvent.Start && pruner.IsUnfinished) pruner.Remove(mark);
        var full = place.FullFiles() is [.., var newest] ? newest : "";
        var tail = File.Exists(place.Log) ? AuditTail.Of(place.Log) : null;
        var head = tail?.Head ?? (full.Length > 0 ? AuditTail.Of(full).Head : null) ?? AuditHead.None;
        AuditPruning? pruning = null;
        if (tail is { Ended: true, Torn.Length: 0 } && (new FileInfo(place.Log).Length >= FullAt || (IsToBeAsked(what) && pruner.IsDue(time.GetUtcNow()))))
        {
            full = place.Full(head.N);
            AuditFile.Rename(place.Log, full);
            (tail, pruning) = (null, pruner.Plan(mark, time.GetUtcNow()));
        }
        var batch = new List<byte>();
        if (tail is { Ended: false }) batch.Add((byte)'\n');
        // What the anchor has seen and the log has lost leaves a gap in the numbers that stays for everyone to see.
        if (mark.Head.N >= head.N) head = mark.Head;
        if (tail is null && full.Length > 0) head = Add(batch, head, AuditEvent.Rotated, "", new JsonObject { ["file"] = Path.GetFileName(full), ["head"] = head.Hash });
        if (pruning is not null) head = Add(batch, head, AuditEvent.Pruned, "", pruning.Data());
        if (tail is { Torn.Length: > 0 }) head = Add(batch, head, AuditEvent.Torn, "", TornOff(tail.Torn));
        head = Add(batch, head, what, change, data);
        AuditFile.AppendTo(place.Log, [.. batch]);
        mark = pruning?.Mark(head) ?? mark with { Head = head };
        // In this order: nothing is gone before both the log and the anchor say that it is, whenever this process dies.
        if (pruning is not null) pruner.Announce();
        AuditAnchor.Write(place, mark, time.GetUtcNow());
        if (pruning is not null) pruner.Remove(mark);
        return head;
    }

    /// <summary>Rulings bring inputs; to count those takes a moment, so only the first ruling of a process does, and each hundredth.</summary>
    private bool IsToBeAsked(AuditEvent what) => what is AuditEvent.Ruling or AuditEvent.Refused && _rulings++ % 100 == 0;

    private AuditHead Add(List<byte> batch, AuditHead after, AuditEvent what, string change, JsonObject data)
    {
        var (line, head) = AuditLine.Render(after, time.GetUtcNow(), boot, what, change, data);
        batch.AddRange(line);
        return head;
    }

    /// <summary>The bytes stay where they are; the entry after them says that they are known to be none.</summary>
    private static JsonObject TornOff(byte[] torn)
    {
        var bytes = torn.AsSpan(0, torn.Length - (torn[^1] == '\n' ? 1 : 0));
        return new JsonObject { ["bytes"] = bytes.Length, ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(bytes)) };
    }
}
