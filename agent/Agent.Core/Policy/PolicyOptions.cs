namespace Kernward.Policy;

/// <summary>The operator's own limits, from settings (<c>Policy</c>).</summary>
public sealed record PolicyOptions
{
    /// <summary>Steps in one plan; default 8, 1 to 32.</summary>
    public int MaxSteps { get; init; } = 8;

    /// <summary>Tunables that are never written, by canonical name; default none.</summary>
    public IReadOnlyList<string> Pinned { get; init; } = [];

    /// <summary>Groups that are never given less: matched as a whole path segment. Default: what keeps a host reachable.</summary>
    public IReadOnlyList<string> ProtectedGroups { get; init; } =
        ["init.scope", "ssh.service", "sshd.service", "dbus.service", "systemd-journald.service", "kernward.service", "kernward-worker.service"];
}
