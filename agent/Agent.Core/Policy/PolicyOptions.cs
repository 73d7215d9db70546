using Kernward.Confinement;
using Kernward.Domain;

namespace Kernward.Policy;

/// <summary>What is done where somebody else sets a tunable: tell it before the approval, leave the tunable to them, or nothing.</summary>
public enum OwnerStance { Advise, Yield, Ignore }

/// <summary>The operator's own limits within the law, from the policy file. Nothing here can allow what the law forbids.</summary>
public sealed record PolicyOptions
{
    public Autonomy Autonomy { get; init; } = new();

    /// <summary>The weakest sandbox in which a plan is executed; default namespace. none: without one where none is to be had.</summary>
    public SandboxLevel Sandbox { get; init; } = SandboxLevel.Namespace;

    /// <summary>Steps in one plan; default 8, 1 to 32.</summary>
    public int MaxSteps { get; init; } = 8;

    /// <summary>Plans that are begun in any 60 minutes, whoever approves them; default 20. Undoing is not counted and never stopped.</summary>
    public int MaxChangesPerHour { get; init; } = 20;

    /// <summary>Largest factor of one step that nobody looks at; default 4. The catalogue's own limit holds for everybody.</summary>
    public double UnattendedFactor { get; init; } = 4;

    /// <summary>Largest factor of one step of a tunable, for everybody, where the catalogue's is not smaller; default none.</summary>
    public IReadOnlyDictionary<string, double> MaxFactor { get; init; } = new Dictionary<string, double>();

    /// <summary>When nothing is changed without a person; default never.</summary>
    public IReadOnlyList<QuietHours> QuietHours { get; init; } = [];

    /// <summary>Tunables that are never written, by canonical name; default none.</summary>
    public IReadOnlyList<string> Pinned { get; init; } = [];

    /// <summary>
    /// Control groups that are never given less, nor starved by what others get; a unit stands for its instances too
    /// (<c>ssh@1.service</c>). Default: what keeps a host reachable.
    /// </summary>
    public IReadOnlyList<string> ProtectedUnits { get; init; } =
    [
        "init.scope", "ssh.service", "sshd.service", "dbus.service", "dbus-broker.service", "systemd-journald.service",
        "systemd-logind.service", "systemd-networkd.service", "systemd-udevd.service", "NetworkManager.service",
        "kernward.service", "kernward-worker.service",
    ];

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

    /// <summary>Control groups that one plan touches; default 4, 1 to 32.</summary>
    public int MaxGroups { get; init; } = 4;

    /// <summary>Part of RAM, in percent, that may be set aside as huge pages and guarantees to groups; default 50, 0 to 90.</summary>
    public double MaxReservedPercent { get; init; } = 50;

    /// <summary>Why the policy file cannot be used, each with its key; then nothing is applied, and everything can still be undone.</summary>
    public IReadOnlyList<string> Broken { get; init; } = [];

    /// <summary>Whether a tunable in a scope lies within <see cref="Reach"/>.</summary>
    public bool Reaches(Tunable tunable, string scope) => Reach.Length == 0
        || (tunable.Kind == "cgroup" ? scope.StartsWith(Reach + "/", StringComparison.Ordinal) : tunable.Namespace == "net");

    /// <summary>Whether Kernward may propose a change of a tunable by itself.</summary>
    public bool Proposes(Tunable tunable, string scope) => Reaches(tunable, scope) && Autonomy.Of(tunable.Risk) != AutonomyLevel.Observe;

    /// <summary>The protected unit that a group is, or lies in; empty if it is none.</summary>
    public string ProtectedIn(string scope) => scope.Split('/').FirstOrDefault(IsProtected) ?? "";

    private bool IsProtected(string segment) => ProtectedUnits.Any(unit => segment == unit || IsInstance(segment, unit));

    private static bool IsInstance(string segment, string unit)
    {
        var dot = unit.LastIndexOf('.');
        return dot > 0 && segment.StartsWith(unit[..dot] + "@", StringComparison.Ordinal) && segment.EndsWith(unit[dot..], StringComparison.Ordinal);
    }
}
