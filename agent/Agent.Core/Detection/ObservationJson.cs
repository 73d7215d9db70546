using System.Text.Json.Serialization;
using Kernward.Domain;

namespace Kernward.Detection;

/// <summary>The serializer of observations.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(KebabCase<Severity>), typeof(KebabCase<FindingClass>)])]
[JsonSerializable(typeof(Observation))]
internal sealed partial class ObservationJson : JsonSerializerContext;
