using System.Text.Json;
using Kernward.Policy;

namespace Kernward.Worker;

/// <summary>The worker's own limits as a file: <c>{"max_steps":8,"pinned":[],"protected_groups":[...],"reach":"","owners":{"tuned":"advise"}}</c>; what is absent has its default.</summary>
public sealed record PolicyFile
{
    public int? MaxSteps { get; init; }

    public IReadOnlyList<string>? Pinned { get; init; }

    public IReadOnlyList<string>? ProtectedGroups { get; init; }

    public string? Reach { get; init; }

    public IReadOnlyDictionary<string, OwnerStance>? Owners { get; init; }

    /// <summary>The same limits for a worker that is started.</summary>
    public static byte[] Of(PolicyOptions policy) => JsonSerializer.SerializeToUtf8Bytes(new PolicyFile
    {
        MaxSteps = policy.MaxSteps, Pinned = policy.Pinned, ProtectedGroups = policy.ProtectedGroups, Reach = policy.Reach,
        Owners = policy.Owners,
    }, WorkerJson.Default.PolicyFile);

    /// <summary>Throws <see cref="IOException"/> or <see cref="JsonException"/> where that is not what the file holds.</summary>
    public static PolicyOptions Read(string path)
    {
        var file = JsonSerializer.Deserialize(File.ReadAllBytes(path), WorkerJson.Default.PolicyFile)
            ?? throw new JsonException("null is no policy");
        var standard = new PolicyOptions();
        if (file.MaxSteps is < 1 or > 32) throw new JsonException("max_steps must be 1 to 32");
        if ((file.Pinned ?? []).Concat(file.ProtectedGroups ?? []).Any(string.IsNullOrEmpty)) throw new JsonException("an empty name");
        return standard with
        {
            MaxSteps = file.MaxSteps ?? standard.MaxSteps, Pinned = file.Pinned ?? standard.Pinned,
            ProtectedGroups = file.ProtectedGroups ?? standard.ProtectedGroups, Reach = file.Reach ?? standard.Reach,
            Owners = file.Owners ?? standard.Owners,
        };
    }
}
