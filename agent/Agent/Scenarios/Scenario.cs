using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kernward.Scenarios;

/// <summary>A step that counts as right: the tunable, where (<c>*</c> at the start stands for anything), and the range of its value.</summary>
public sealed record AcceptedStep(string Tunable, string Scope, double Min, double Max)
{
    public bool Matches(string scope) => Scope.StartsWith('*') ? scope.EndsWith(Scope[1..], StringComparison.Ordinal) : scope == Scope;
}

/// <summary>What a scenario expects to be found.</summary>
public sealed record ScenarioExpectation(IReadOnlyList<string> Findings);

/// <summary>One incident as a folder under <c>evals/scenarios</c>: <c>scenario.json</c> beside its recordings.</summary>
public sealed record Scenario(
    string Ask, string Incident, string Class, ScenarioExpectation Expect, IReadOnlyList<AcceptedStep> Accept, string Story)
{
    /// <summary>Reads a folder's <c>scenario.json</c>; throws <see cref="JsonException"/> or <see cref="IOException"/>.</summary>
    public static Scenario Read(string folder) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, "scenario.json")), ScenarioJson.Default.Scenario)
            ?? throw new JsonException("null is no scenario");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Scenario))]
internal sealed partial class ScenarioJson : JsonSerializerContext;
