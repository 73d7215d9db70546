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

    /// <summary><paramref name="contract"/> is <c>prompts/intent.schema.json</c>; <paramref name="tunables"/> the canonical names.</summary>
    public IntentSchema(string contract, IEnumerable<string> tunables)
    {
        _contract = JsonNode.Parse(contract)!.AsObject();
        var all = tunables.ToList();
        _deviceTunables = [.. all.Where(name => name.StartsWith("block.", StringComparison.Ordinal)), "net.mtu", "net.txqueuelen"];
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

    /// <summary>Reads an answer: strictly, and as the operator wrote the names. Null with the reason where it is no intent.</summary>
    public static Intent? Read(string json, MessageSpans spans, out string reason)
    {
        try
        {
            var intent = IntentJson.Read(json);
            reason = "";
            return intent with { Subject = spans.AsWritten(intent.Subject), Versus = spans.AsWritten(intent.Versus) };
        }
        catch (JsonException e)
        {
            reason = $"the answer is no intent: {e.Message}";
            return null;
        }
    }

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
