using System.Text.Json;
using Kernward.Domain;

namespace Kernward.Language;

/// <summary>
/// An intent as JSON, by hand: what the general serializer sets up for it takes longer than reading a message does, and
/// <c>kernward intent</c> is a command of its own for every line of somebody's script. Strict: every key, no other.
/// </summary>
internal static class IntentJson
{
    private static readonly string[] Slots = ["goal", "workload", "resource", "subject", "versus", "relation", "value", "unit", "period"];

    /// <exception cref="JsonException">It is not exactly an intent.</exception>
    public static Intent Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object) throw new JsonException("no object");
        foreach (var property in root.EnumerateObject())
            if (property.Name is not ("act" or "limits") && !Slots.Contains(property.Name))
                throw new JsonException($"'{property.Name}' is no slot");
        return new Intent
        {
            Act = ActOf(Text(root, "act")), Goal = Text(root, "goal"), Workload = Text(root, "workload"), Resource = Text(root, "resource"),
            Subject = Text(root, "subject"), Versus = Text(root, "versus"), Relation = Text(root, "relation"), Value = Text(root, "value"),
            Unit = Text(root, "unit"), Period = Text(root, "period"), Limits = Limits(root),
        };
    }

    /// <summary>The keys in the contract's order.</summary>
    public static void Write(Utf8JsonWriter json, Intent intent)
    {
        string[] values = [intent.Goal, intent.Workload, intent.Resource, intent.Subject, intent.Versus, intent.Relation, intent.Value, intent.Unit, intent.Period];
        json.WriteStartObject();
        json.WriteString("act", Name(intent.Act));
        for (var i = 0; i < Slots.Length; i++) json.WriteString(Slots[i], values[i]);
        json.WriteStartArray("limits");
        foreach (var limit in intent.Limits) json.WriteStringValue(limit);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Name(Act act) => act.ToString().ToLowerInvariant();

    private static Act ActOf(string name)
    {
        foreach (var act in Enum.GetValues<Act>())
            if (Name(act) == name)
                return act;
        throw new JsonException($"'{name}' is no act");
    }

    private static string Text(JsonElement root, string key) =>
        root.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new JsonException($"'{key}' is missing or no text");

    private static List<string> Limits(JsonElement root)
    {
        if (!root.TryGetProperty("limits", out var limits) || limits.ValueKind != JsonValueKind.Array) throw new JsonException("'limits' is missing");
        var all = new List<string>();
        foreach (var limit in limits.EnumerateArray())
            all.Add(limit.ValueKind == JsonValueKind.String ? limit.GetString()! : throw new JsonException("a limit is no text"));
        return all;
    }
}
