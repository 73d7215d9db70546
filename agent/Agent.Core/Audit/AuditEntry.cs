using System.Text.Json;

namespace Kernward.Audit;

/// <summary>
/// One entry of the log. <paramref name="Event"/> is the word for an <see cref="AuditEvent"/>, kept as text because a later
/// version may know more of them. <paramref name="Change"/> is its id in the journal, empty where it concerns none.
/// </summary>
public sealed record AuditEntry(
    long N, DateTimeOffset At, string Boot, string Event, string Change, JsonElement Data, string Prev, string Hash)
{
    public bool Is(AuditEvent what) => Event == AuditLine.Word(what);

    /// <summary>A text of the data; empty where there is none of that name.</summary>
    public string Text(string name) => Data.ValueKind == JsonValueKind.Object && Data.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>A whole number of the data; 0 where there is none of that name.</summary>
    public long Number(string name) => Data.ValueKind == JsonValueKind.Object && Data.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : 0;
}
