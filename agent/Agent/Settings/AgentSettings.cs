using Kernward.Measurement;
using Kernward.Policy;

namespace Kernward.Settings;

/// <summary>The model in use. Defaults and meanings are those of <c>appsettings.json</c>.</summary>
public sealed record ModelSettings(
    string Path, string Url, string Name, string ApiKeyVariable, double Threshold, int Threads, int Context, int GpuLayers, string Natives);

/// <summary>How long a command watches the host before it judges, and how often it looks in that time.</summary>
public sealed record ObserveSettings(double WindowSeconds, int Samples);

/// <summary>
/// All settings, read and checked once. <paramref name="PolicyFile"/>: where <paramref name="Policy"/> is from, empty for
/// <c>/etc/kernward/policy.json</c>; the worker reads it again for itself.
/// </summary>
public sealed record AgentSettings(
    ModelSettings Model, ObserveSettings Observe, VerifyOptions Verify, PolicyOptions Policy, string PolicyFile,
    string StateDirectory, string LogLevel, string LogDirectory)
{
    /// <summary>The files that were read, in the order in which they override each other.</summary>
    public required IReadOnlyList<string> Sources { get; init; }
}
