using System.Text;
using System.Text.Json;

namespace Kernward.Llama.Grammar;

/// <summary>
/// A JSON schema as a grammar in llama.cpp's GBNF. The text it allows is compact JSON: no spaces between values, keys in the
/// schema's order, all of them present.
/// </summary>
/// <remarks>
/// Supported: <c>object</c>, <c>array</c> of one item type, <c>string</c> (free, with <c>minLength</c>/<c>maxLength</c>, or
/// with a <c>pattern</c> as <see cref="PatternGrammar"/> reads them), <c>integer</c> (free or within a small range),
/// <c>number</c>, <c>boolean</c>, <c>null</c>, <c>enum</c>, <c>const</c>, <c>anyOf</c> and <c>oneOf</c>, and lists of types.
/// Anything else that would narrow the answer is refused rather than ignored.
/// </remarks>
/// <param name="Gbnf">The grammar; its first rule is <c>root</c>.</param>
/// <param name="SelfDelimiting">True where a complete answer cannot go on: every kind of value but numbers.</param>
public sealed partial record JsonSchemaGrammar(string Gbnf, bool SelfDelimiting)
{
    /// <summary>Characters of a string without <c>maxLength</c>: an answer must end, whatever the model.</summary>
    public const int DefaultMaxLength = 256;

    /// <summary>Items of an array without <c>maxItems</c>, unless its items are an enumeration: then each once at most.</summary>
    public const int DefaultMaxItems = 32;

    private const int WidestRange = 4096;

    private static readonly HashSet<string> Understood =
    [
        "$schema", "$id", "$comment", "title", "description", "default", "examples", "deprecated", "format",
        "type", "properties", "required", "additionalProperties", "items", "minItems", "maxItems", "uniqueItems",
        "enum", "const", "anyOf", "oneOf", "pattern", "minLength", "maxLength", "minimum", "maximum",
    ];

    /// <summary>Converts a schema; null stands for any JSON object.</summary>
    /// <exception cref="LlamaException">BadGrammar, naming the place and what is not supported there.</exception>
    public static JsonSchemaGrammar From(JsonElement? schema)
    {
        if (schema is not { ValueKind: JsonValueKind.Object } root) return AnyObject;
        return new JsonSchemaGrammar($"root ::= {Value(root, "#")}\n{SharedRules}", !CanBeNumber(root));
    }

    private static JsonSchemaGrammar AnyObject { get; } = new(
        $$"""
        root ::= object
        object ::= "{" (pair ("," pair)*)? "}"
        pair ::= string ":" value
        value ::= object | "[" (value ("," value)*)? "]" | string | number | "true" | "false" | "null"
        string ::= "\"" char* "\""
        {{NumberRule}}
        {{CharacterRule}}

        """,
        SelfDelimiting: true);

    private static string Value(JsonElement schema, string at)
    {
        if (schema.ValueKind != JsonValueKind.Object) throw Unsupported(at, "a schema that is not an object");
        foreach (var word in schema.EnumerateObject())
            if (!Understood.Contains(word.Name)) throw Unsupported(at, $"'{word.Name}'");
        if (Literals(schema) is { } literals) return LiteralTrie.Expression(literals);
        if (Alternatives(schema) is { } choices)
            return Group(choices.Select((c, i) => Value(c, $"{at}/anyOf/{i}")));
        if (!schema.TryGetProperty("type", out var type)) throw Unsupported(at, "a schema without a type");
        return type.ValueKind == JsonValueKind.Array
            ? Group(type.EnumerateArray().Select(t => Typed(schema, t.GetString(), at)))
            : Typed(schema, type.GetString(), at);
    }

    private static string Typed(JsonElement schema, string? type, string at) => type switch
    {
        "object" => ObjectOf(schema, at),
        "array" => ArrayOf(schema, at),
        "string" => StringOf(schema, at),
        "integer" => IntegerOf(schema, at),
        "number" when !HasAny(schema, "minimum", "maximum") => "number",
        "number" => throw Unsupported(at, "a range of a 'number'"),
        "boolean" => """("true" | "false")""",
        "null" => "\"null\"",
        _ => throw Unsupported(at, $"the type '{type}'"),
    };

    private static string ObjectOf(JsonElement schema, string at)
    {
        if (schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind is not (JsonValueKind.False or JsonValueKind.Undefined))
            throw Unsupported(at, "additional properties");
        var properties = schema.TryGetProperty("properties", out var listed) ? listed.EnumerateObject().ToList() : [];
        var required = schema.TryGetProperty("required", out var names)
            ? names.EnumerateArray().Select(n => n.GetString()).ToHashSet(StringComparer.Ordinal)
            : [];
        var body = new StringBuilder(GbnfText.Quote("{"));
        for (var i = 0; i < properties.Count; i++)
        {
            var name = properties[i].Name;
            if (!required.Contains(name)) throw Unsupported(at, $"the optional property '{name}'");
            body.Append(' ').Append(GbnfText.Quote($"{(i > 0 ? "," : "")}{CompactJson.Text(name)}:"));
            body.Append(' ').Append(Value(properties[i].Value, $"{at}/{name}"));
        }
        return body.Append(' ').Append(GbnfText.Quote("}")).ToString();
    }

    private static string ArrayOf(JsonElement schema, string at)
    {
        if (!schema.TryGetProperty("items", out var items)) throw Unsupported(at, "an array without 'items'");
        var item = Value(items, $"{at}/items");
        var least = Limit(schema, "minItems") ?? 0;
        var most = Limit(schema, "maxItems") ?? Math.Max(least, Literals(items)?.Count ?? DefaultMaxItems);
        if (most < least) throw Unsupported(at, "'maxItems' below 'minItems'");
        if (most == 0) return GbnfText.Quote("[]");
        var filled = $"{item} ({GbnfText.Quote(",")} {item}){{{Math.Max(least - 1, 0)},{most - 1}}}";
        return $"{GbnfText.Quote("[")} {(least == 0 ? $"({filled})?" : filled)} {GbnfText.Quote("]")}";
    }

    private static string StringOf(JsonElement schema, string at)
    {
        var quote = GbnfText.Quote("\"");
        if (schema.TryGetProperty("pattern", out var pattern))
        {
            if (HasAny(schema, "minLength", "maxLength")) throw Unsupported(at, "a length together with a pattern");
            return $"{quote} {PatternGrammar.Expression(pattern.GetString() ?? "", at)} {quote}";
        }
        var least = Limit(schema, "minLength") ?? 0;
        var most = Limit(schema, "maxLength") ?? Math.Max(least, DefaultMaxLength);
        if (most < least) throw Unsupported(at, "'maxLength' below 'minLength'");
        return $"{quote} char{{{least},{most}}} {quote}";
    }

    private static string IntegerOf(JsonElement schema, string at)
    {
        if (!HasAny(schema, "minimum", "maximum")) return "integer";
        if (!HasAny(schema, "minimum") || !HasAny(schema, "maximum")) throw Unsupported(at, "a range with one open end");
        var (least, most) = (schema.GetProperty("minimum").GetInt64(), schema.GetProperty("maximum").GetInt64());
        if (most < least || most - least > WidestRange) throw Unsupported(at, $"a range of more than {WidestRange} integers");
        return LiteralTrie.Expression([.. Enumerable.Range(0, (int)(most - least) + 1).Select(i => $"{least + i}")]);
    }

    internal static LlamaException Unsupported(string at, string what) => new(
        LlamaErrorKind.BadGrammar, $"The schema uses {what} at {at}, which is not supported.", "Write the schema in the supported subset.");
}
