using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kernward.Domain;

/// <summary>The one serializer of what people, scripts and the worker see: snake_case keys, kebab-case enums, no nulls.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters =
    [
        typeof(KebabCase<Act>), typeof(KebabCase<Severity>), typeof(KebabCase<FindingClass>), typeof(KebabCase<Stance>),
        typeof(KebabCase<Persistence>), typeof(KebabCase<RiskLevel>), typeof(KebabCase<Decision>), typeof(KebabCase<OutcomeKind>),
        typeof(KebabCase<VerdictKind>),
    ])]
[JsonSerializable(typeof(Intent))]
[JsonSerializable(typeof(Plan))]
[JsonSerializable(typeof(Ruling))]
[JsonSerializable(typeof(Verdict))]
[JsonSerializable(typeof(List<Finding>))]
[JsonSerializable(typeof(List<Evidence>))]
[JsonSerializable(typeof(List<Refuted>))]
[JsonSerializable(typeof(List<Load>))]
[JsonSerializable(typeof(LookedAt))]
[JsonSerializable(typeof(List<StepOutcome>))]
public sealed partial class AgentJson : JsonSerializerContext;
