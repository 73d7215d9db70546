using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kernward.Domain;

/// <summary>
/// An enum as <c>kebab-case</c>; anything else is refused. Ours, because the library's is compiled anew for each enum at every
/// start: some 20 methods each, of which a worker has ten.
/// </summary>
public sealed class KebabCase<T> : JsonConverter<T> where T : struct, Enum
{
    private static readonly (T Value, string Word)[] Words =
        [.. Enum.GetValues<T>().Select(value => (value, JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString())))];

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var word = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        foreach (var (value, known) in Words)
            if (known == word) return value;
        throw new JsonException($"must be one of {string.Join(", ", Words.Select(known => known.Word))}");
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        foreach (var (known, word) in Words)
        {
            if (!EqualityComparer<T>.Default.Equals(known, value)) continue;
            writer.WriteStringValue(word);
            return;
        }
        throw new JsonException($"{value} is no {typeof(T).Name}");
    }
}
