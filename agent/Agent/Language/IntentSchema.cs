using System.Text.Json;
using System.Text.Json.Nodes;
using Kernward.Domain;

namespace Kernward.Language;

/// <summary>
/// The contract of an intent as a JSON schema, narrowed for one message: what copies from the message may only be one of its
/// spans. The grammar is made of this, so that no other answer can be written.
/// </summary>
internal sealed class IntentSchema
{
    private static readonly string[] KernelWords =
    [
        "never", "always", "madvise", "defer", "defer+madvise", "0", "1", "2", "on", "off", "none", "mq-deadline", "bfq", "kyber",
        "performance", "powersave", "schedutil", "ondemand", "conservative", "bbr", "cubic", "reno", "fq", "fq_codel", "forceoff",
    ];

    private static readonly string[] PeriodWords = ["", "last", "all", "now", "today", "yesterday", "tonight"];

    private readonly JsonObject _contract;
    private readonly string[] _tunables;
    private readonly string[] _deviceTunables;
    private readonly HashSet<string> _keys;

    /// <summary>
    /// <paramref name="contract"/> is <c>prompts/intent.schema.json</c>; <paramref name="tunables"/> the canonical names,
    /// <paramref name="aliases"/> what people call them.
    /// </summary>
    public IntentSchema(string contract, IEnumerable<string> tunables, IEnumerable<string>? aliases = null)
    {
        _contract = JsonNode.Parse(contract)!.AsObject();
        var all = tunables.ToList();
        _deviceTunables = [.. all.Where(name => name.StartsWith("block.", StringComparison.Ordinal)), "net.mtu", "net.txqueuelen"];
        _keys = [.. all.Concat(all.Select(name => name[(name.LastIndexOf('.') + 1)..])).Concat(aliases ?? []).Select(Key)];
        _tunables = [.. all.Except(_deviceTunables).Where(name => !name.StartsWith("cgroup.", StringComparison.Ordinal))];
    }

    /// <summary>The schema that an answer about this message must satisfy.</summary>
    public JsonElement For(MessageSpans spans)
    {
        var schema = (JsonObject)_contract.DeepClone();
        var properties = schema["properties"]!.AsObject();
        var names = spans.Runs.ToList();
        properties["subject"] = OneOf(["", .. names, .. _tunables, .. DeviceTunables(spans)]);
        properties["versus"] = OneOf(["", .. names]);
        properties["value"] = OneOf(["", .. spans.Numbers, .. spans.Words, .. KernelWords]);
        properties["period"] = OneOf([.. PeriodWords, .. Periods(spans)]);
        properties["limits"]!["uniqueItems"] = true;
        return JsonSerializer.SerializeToElement(schema, SchemaJson.Default.JsonObject);
    }

    /// <summary>The same for a second look: the act is settled, and the parties are among names that are known to be here.</summary>
    public JsonElement For(MessageSpans spans, Act act, IReadOnlyList<string> subjects, IReadOnlyList<string> others)
    {
        var schema = JsonNode.Parse(For(spans).GetRawText())!.AsObject();
        var properties = schema["properties"]!.AsObject();
        properties["act"] = OneOf([JsonNamingPolicy.KebabCaseLower.ConvertName(act.ToString())]);
        properties["subject"] = OneOf(subjects);
        properties["versus"] = OneOf(["", .. others]);
        return JsonSerializer.SerializeToElement(schema, SchemaJson.Default.JsonObject);
    }

    /// <summary>True for what a tunable is called, in full or by the end of its name, however written.</summary>
    public bool IsTunable(string name) => _keys.Contains(Key(name));

    /// <summary>The canonical name of the first tunable in a text that was pasted; empty where there is none.</summary>
    public string FirstTunable(IEnumerable<string> texts) => texts
        .SelectMany(text => new MessageSpans(text).Words).Select(word => word.Split('=')[0].Replace('/', '.'))
        .FirstOrDefault(word => Array.IndexOf(_tunables, word) >= 0) ?? "";

    /// <summary>
    /// Reads an answer: strictly, against the <paramref name="schema"/> that was asked for, and as the operator wrote the names. A
    /// model elsewhere may have been told of that schema and answer otherwise. Null with the reason where it is no such intent.
    /// </summary>
    public static Intent? Read(string json, JsonElement schema, MessageSpans spans, out string reason)
    {
        try
        {
            var intent = IntentJson.Read(json);
            reason = Outside(json, schema);
            if (reason.Length > 0) return null;
            return intent with { Subject = spans.AsWritten(intent.Subject), Versus = spans.AsWritten(intent.Versus) };
        }
        catch (JsonException e)
        {
            reason = $"the answer is no intent: {e.Message}";
            return null;
        }
    }

    /// <summary>The first slot with a value that was not offered, in words; empty where there is none.</summary>
    private static string Outside(string json, JsonElement schema)
    {
        using var answer = JsonDocument.Parse(json);
        foreach (var slot in schema.GetProperty("properties").EnumerateObject())
        {
            var offered = slot.Value.TryGetProperty("items", out var items) ? items : slot.Value;
            if (!offered.TryGetProperty("enum", out var words)) continue;
            var allowed = words.EnumerateArray().Select(word => word.GetString()!).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var given = answer.RootElement.GetProperty(slot.Name);
            var values = given.ValueKind == JsonValueKind.Array ? given.EnumerateArray().Select(value => value.GetString()!) : [given.GetString()!];
            if (values.FirstOrDefault(value => !allowed.Contains(value)) is { } stranger)
                return $"'{Shown.Safe(stranger, 40)}' is no {slot.Name} that the message could mean";
        }
        return "";
    }

    private static string Key(string name) => string.Concat(name.ToLowerInvariant().Where(char.IsLetterOrDigit));

    /// <summary><c>block.sda.queue.scheduler</c> for every word that could be a device.</summary>
    private IEnumerable<string> DeviceTunables(MessageSpans spans) =>
        from word in spans.Words
        where word.Length is > 1 and < 16 && char.IsLetter(word[0]) && word.Any(char.IsAsciiLetter)
            && (word.Any(char.IsAsciiDigit) || word is [_, 'd', _] or "lo")
        from tunable in _deviceTunables
        let parts = tunable.Split('.', 2)
        select $"{parts[0]}.{word}.{parts[1]}";

    private static IEnumerable<string> Periods(MessageSpans spans) =>
        from number in spans.Numbers.Append("1")
        where number.Length < 5 && number.All(char.IsAsciiDigit)
        from unit in "mhdw"
        select number + unit;

    private static JsonObject OneOf(IEnumerable<string> values) =>
        new() { ["enum"] = new JsonArray([.. values.Distinct().Select(value => (JsonNode)JsonValue.Create(value))]) };
}

[System.Text.Json.Serialization.JsonSerializable(typeof(JsonObject))]
internal sealed partial class SchemaJson : System.Text.Json.Serialization.JsonSerializerContext;
