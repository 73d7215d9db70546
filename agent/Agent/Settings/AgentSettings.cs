using Kernward.Audit;
using Kernward.Measurement;
using Kernward.Policy;

namespace Kernward.Settings;

/// <summary>The model in use. Defaults and meanings are those of <c>appsettings.json</c>.</summary>
public sealed record ModelSettings(
    string Path, string Url, string Name, string ApiKeyVariable, double Threshold, int Threads, int Context, int GpuLayers, string Natives)
{
    /// <summary>Where <see cref="Path"/> and <see cref="Natives"/> are opened: the same, unless rights were dropped since they were given.</summary>
    public string OpenedPath { get; init; } = Path;

    public string OpenedNatives { get; init; } = Natives;
}

/// <summary>How long a command watches the host before it judges, and how often it looks in that time.</summary>
public sealed record ObserveSettings(double WindowSeconds, int Samples)
{
    /// <summary>Bytes that the history may take on disk; default 256 MiB.</summary>
    public long HistoryBytes { get; init; } = 256L << 20;
}

/// <summary>How much of the audit log is kept: so many megabytes with its inputs, and so many days.</summary>
public sealed record AuditSettings(int KeepMb, int KeepDays);

/// <summary>
/// All settings, read and checked once. <paramref name="PolicyFile"/>: where <paramref name="Policy"/> is from, empty for
/// <c>/etc/kernward/policy.json</c>; the worker reads it again for itself.
/// </summary>
public sealed record AgentSettings(
    ModelSettings Model, ObserveSettings Observe, VerifyOptions Verify, PolicyOptions Policy, string PolicyFile,
    string StateDirectory, string LogLevel, string LogDirectory)
{
    /// <summary>Directory for the audit log's head; empty: beside the state directory.</summary>
    public string AnchorDirectory { get; init; } = "";

    /// <summary>Directory of the history (the service user's, as the mind writes it); empty: beside the state directory.</summary>
    public string HistoryDirectory { get => field.Length > 0 ? field : StateDirectory.TrimEnd('/') + "-history"; init; } = "";

    public AuditPlace Audit => new(StateDirectory, AnchorDirectory.Length > 0 ? AnchorDirectory : AuditPlace.DefaultAnchor(StateDirectory));

    public required AuditSettings AuditKeep { get; init; }

    /// <summary>The files that were read, in the order in which they override each other.</summary>
    public required IReadOnlyList<string> Sources { get; init; }
}
