using System.Text.Json;
using System.Text.Json.Serialization;
using Kernward.Domain;
using Kernward.Execution;
using Kernward.Policy;

namespace Kernward.Worker;

/// <summary>The protocol's serializer: what is unknown, double, absent or null where it must not be is refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    MaxDepth = 16,
    Converters =
    [
        typeof(KebabCase<Act>), typeof(KebabCase<Stance>), typeof(KebabCase<Persistence>), typeof(KebabCase<RiskLevel>),
        typeof(KebabCase<Decision>), typeof(KebabCase<OutcomeKind>), typeof(KebabCase<ChangeState>), typeof(KebabCase<EditState>),
        typeof(KebabCase<OwnerStance>),
    ])]
[JsonSerializable(typeof(WorkerRequest))]
[JsonSerializable(typeof(WorkerReply))]
internal sealed partial class WorkerJson : JsonSerializerContext
{
    /// <summary>A request, or null with the reason. Elements of lists are checked here, as the serializer lets null pass in them.</summary>
    public static WorkerRequest? Parse(ReadOnlySpan<byte> line, out string reason)
    {
        try
        {
            var request = JsonSerializer.Deserialize(line, Default.WorkerRequest);
            reason = request is null || (request is ApplyRequest apply && HasNull(apply.Plan)) ? "null where a value is needed" : "";
            return reason.Length == 0 ? request : null;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException or FormatException)
        {
            reason = Shown.Safe(e.Message);
            return null;
        }
    }

    private static bool HasNull(Plan plan) =>
        plan.Steps.Any(step => step is null || step.Because.Any(because => because is null))
        || plan.Intent.Limits.Any(limit => limit is null) || plan.AlternativesRejected.Any(other => other is null);
}
