using System.Text.Json.Serialization;

namespace Kernward.Demo;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ClientLine))]
[JsonSerializable(typeof(RehearsalLine))]
[JsonSerializable(typeof(StageReady))]
[JsonSerializable(typeof(StageAnswer))]
internal sealed partial class ClientJson : JsonSerializerContext;
