using System.Text.Json.Serialization;

namespace Kernward.Demo;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ClientLine))]
[JsonSerializable(typeof(RehearsalLine))]
internal sealed partial class ClientJson : JsonSerializerContext;
