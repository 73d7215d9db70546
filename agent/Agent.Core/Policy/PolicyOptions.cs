using Kernward.Domain;

namespace Kernward.Policy;

/// <summary>What is done where somebody else sets a tunable: tell it before the approval, leave the tunable to them, or nothing.</summary>
public enum OwnerStance { Advise, Yield, Ignore }

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

    /// <summary>
    /// Blast radius: where this is a group's path, only groups below it and what is private to this network namespace may be
    /// changed. Default empty: the whole host.
    /// </summary>
    public string Reach { get; init; } = "";

    /// <summary>
    /// By kind of owner (<c>tuned</c>, <c>sysctl.d</c>; the ids of the knowledge on owners). Default: yield to what sets its value
    /// again and again, advise on what does so at boot or when it is applied.
    /// </summary>
    public IReadOnlyDictionary<string, OwnerStance> Owners { get; init; } = new Dictionary<string, OwnerStance>();

    /// <summary>Whether a tunable in a scope lies within <see cref="Reach"/>.</summary>
    public bool Reaches(Tunable tunable, string scope) => Reach.Length == 0
        || (tunable.Kind == "cgroup" ? scope.StartsWith(Reach + "/", StringComparison.Ordinal) : tunable.Namespace == "net");
}
