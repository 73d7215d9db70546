using System.Text.Json;

namespace Kernward.Audit;

/// <summary>
/// A tunable that was touched since a boot: what it was <paramref name="Before"/> the first time, and what it was read back as
/// the <paramref name="Last"/> time.
/// </summary>
public sealed record StandingValue(string Tunable, string Scope, string Before, string Last)
{
    /// <summary>
    /// By the audit log alone, for when the journal is lost; only as far as the chain holds. Throws as
    /// <see cref="AuditVerifier.Verify"/> does.
    /// </summary>
    public static IReadOnlyList<StandingValue> Since(AuditPlace place, string boot, CancellationToken cancel)
    {
        var found = new Dictionary<(string, string), StandingValue>();
        _ = new AuditVerifier(place)
        {
            Each = (_, line) =>
            {
                if (line.IndexOf(",\"steps\":"u8) < 0 || AuditLine.Parse(line) is not { } entry || entry.Boot != boot) return;
                foreach (var step in Steps(entry)) Note(found, step);
            },
        }.Verify(cancel);
        return [.. found.Values];
    }

    private static void Note(Dictionary<(string, string), StandingValue> found, JsonElement step)
    {
        var (tunable, scope, now) = (Text(step, "tunable"), Text(step, "scope"), Text(step, "now"));
        found[(tunable, scope)] = found.TryGetValue((tunable, scope), out var known)
            ? known with { Last = now }
            : new StandingValue(tunable, scope, Text(step, "from"), now);
    }

    private static IEnumerable<JsonElement> Steps(AuditEntry entry) =>
        entry.Data.ValueKind == JsonValueKind.Object && entry.Data.TryGetProperty("steps", out var steps) && steps.ValueKind == JsonValueKind.Array
            ? steps.EnumerateArray().Where(step => step.ValueKind == JsonValueKind.Object)
            : [];

    private static string Text(JsonElement step, string name) =>
        step.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
