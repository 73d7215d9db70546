using System.Text.Json.Nodes;

namespace Kernward.Audit;

/// <summary>
/// The entry by which the oldest part of a log was removed on purpose: the log begins with entry <paramref name="First"/> now, which
/// follows the hash <paramref name="Prev"/>; inputs are kept of rulings from entry <paramref name="Inputs"/> on;
/// <paramref name="Dropped"/> counts the entries that went.
/// </summary>
public sealed record AuditPruning(DateTimeOffset At, long First, string Prev, long Inputs, long Dropped, string Who)
{
    /// <summary>In a sentence's middle.</summary>
    public string Told => (First > 1 ? $"entries before {First} were pruned" : "")
        + (Inputs > First ? $"{(First > 1 ? ", and " : "")}inputs of rulings before entry {Inputs} were pruned" : "")
        + FormattableString.Invariant($" at {At.UtcDateTime:yyyy-MM-dd HH:mm} UTC by {Who}");

    public bool Is(AuditMark mark) => First == mark.Begin.N + 1 && Prev == mark.Begin.Hash && Inputs == mark.Inputs;

    internal AuditMark Mark(AuditHead head) => new(head, new AuditHead(First - 1, Prev), Inputs);

    internal JsonObject Data() => new() { ["first"] = First, ["prev"] = Prev, ["inputs"] = Inputs, ["dropped"] = Dropped, ["who"] = Who };

    /// <summary>Null where the entry is another.</summary>
    internal static AuditPruning? Of(ReadOnlySpan<byte> line) =>
        line.IndexOf(",\"event\":\"pruned\","u8) >= 0 && AuditLine.Parse(line) is { } entry && entry.Is(AuditEvent.Pruned)
            ? new AuditPruning(entry.At, entry.Number("first"), entry.Text("prev"), entry.Number("inputs"), entry.Number("dropped"), entry.Text("who"))
            : null;
}
