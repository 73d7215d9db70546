using System.Text.Json.Serialization;

namespace Kernward.Domain;

/// <summary>What the operator wants done; the meaning of each is in the contract behind <c>prompts/intent.schema.json</c>.</summary>
public enum Act
{
    Inspect, Diagnose, Explain, Optimize, Allocate, Set, Undo, Watch, History, Confirm, Reject, Revise, Help, Decline,
}

/// <summary>
/// What one message asks for. The keys are written in exactly this order; unused slots are empty strings.
/// Only <c>IntentSchema</c> makes one from text, so that every value here is one that the schema allows.
/// </summary>
public sealed record Intent
{
    [JsonPropertyOrder(0)] public required Act Act { get; init; }

    /// <summary><c>latency throughput capacity memory power stability fairness</c>, or empty.</summary>
    [JsonPropertyOrder(1), JsonRequired] public string Goal { get; init; } = "";

    [JsonPropertyOrder(2), JsonRequired] public string Workload { get; init; } = "";

    [JsonPropertyOrder(3), JsonRequired] public string Resource { get; init; } = "";

    /// <summary>Service, group, process, device or tunable, as the operator wrote it (a tunable in its canonical name).</summary>
    [JsonPropertyOrder(4), JsonRequired] public string Subject { get; init; } = "";

    [JsonPropertyOrder(5), JsonRequired] public string Versus { get; init; } = "";

    /// <summary><c>more less at-most at-least exactly only-on</c>, or empty.</summary>
    [JsonPropertyOrder(6), JsonRequired] public string Relation { get; init; } = "";

    /// <summary>As written, without its unit: <c>10</c>, <c>0-3</c>, <c>bbr</c>.</summary>
    [JsonPropertyOrder(7), JsonRequired] public string Value { get; init; } = "";

    [JsonPropertyOrder(8), JsonRequired] public string Unit { get; init; } = "";

    [JsonPropertyOrder(9), JsonRequired] public string Period { get; init; } = "";

    /// <summary><c>dry-run no-restart no-network no-memory no-disk no-cpu low-risk ask-first temporary permanent</c>.</summary>
    [JsonPropertyOrder(10), JsonRequired] public IReadOnlyList<string> Limits { get; init; } = [];

    public bool Has(string limit) => Limits.Contains(limit);
}
