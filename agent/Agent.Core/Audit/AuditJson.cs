using System.Text.Json.Serialization;
using Kernward.Domain;

namespace Kernward.Audit;

/// <summary>The serializer of the log's entries and of what rulings rested on.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    Converters =
    [
        typeof(KebabCase<Act>), typeof(KebabCase<Stance>), typeof(KebabCase<Persistence>), typeof(KebabCase<RiskLevel>), typeof(KebabCase<Decision>),
    ])]
[JsonSerializable(typeof(AuditEntry))]
[JsonSerializable(typeof(RulingInputs))]
internal sealed partial class AuditJson : JsonSerializerContext;
