using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kernward.Llama.Grammar;

/// <summary>JSON without spaces, and with letters as they are: what a model has seen in training.</summary>
internal static class CompactJson
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static string Of(JsonElement value) => JsonSerializer.Serialize(value, Options);

    internal static string Text(string value) => $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value)}\"";
}
