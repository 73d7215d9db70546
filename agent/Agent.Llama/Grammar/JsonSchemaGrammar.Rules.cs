using System.Text.Json;

namespace Kernward.Llama.Grammar;

public sealed partial record JsonSchemaGrammar
{
    /// <summary>
    /// One character of a JSON string: printable ones as they are, the rest by short escape. No \u escapes: two of them can
    /// spell half a surrogate pair, which no reader accepts, and raw UTF-8 says all that they could.
    /// </summary>
    private const string CharacterRule =
        """char ::= [ !#-\x5B\x5D-~\u00A0-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF] | "\\" ["\\/bfnrt]""";

    private const string IntegerRule = """integer ::= "0" | "-"? [1-9] [0-9]{0,15}""";

    private const string NumberRule = """number ::= "-"? ("0" | [1-9] [0-9]{0,15}) ("." [0-9]{1,16})? ([eE] [-+]? [0-9]{1,2})?""";

    /// <summary>A rule that nothing refers to does no harm and costs llama.cpp a microsecond.</summary>
    private const string SharedRules = $"{CharacterRule}\n{IntegerRule}\n{NumberRule}\n";

    /// <summary>Every value that the schema allows as compact JSON, where it lists them all; else null.</summary>
    private static List<string>? Literals(JsonElement schema)
    {
        if (schema.TryGetProperty("const", out var one)) return [CompactJson.Of(one)];
        if (schema.TryGetProperty("enum", out var many)) return [.. many.EnumerateArray().Select(CompactJson.Of)];
        if (Alternatives(schema) is not { } choices) return null;
        var all = choices.Select(Literals).ToList();
        return all.Contains(null) ? null : [.. all.SelectMany(l => l!).Distinct()];
    }

    private static List<JsonElement>? Alternatives(JsonElement schema) =>
        schema.TryGetProperty("anyOf", out var choices) || schema.TryGetProperty("oneOf", out choices)
            ? [.. choices.EnumerateArray()]
            : null;

    private static bool CanBeNumber(JsonElement schema)
    {
        if (Literals(schema) is { } literals) return literals.Any(l => char.IsAsciiDigit(l[^1]));
        if (Alternatives(schema) is { } choices) return choices.Exists(CanBeNumber);
        var type = schema.GetProperty("type");
        var types = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()) : [type.GetString()];
        return types.Any(t => t is "integer" or "number");
    }

    private static string Group(IEnumerable<string> choices) => $"({string.Join(" | ", choices)})";

    private static bool HasAny(JsonElement schema, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (schema.TryGetProperty(name, out _)) return true;
        return false;
    }

    private static int? Limit(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var value) ? value.GetInt32() : null;
}
