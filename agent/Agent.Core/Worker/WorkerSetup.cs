using Kernward.Audit;
using Kernward.BootFiles;
using Kernward.Execution;
using Kernward.Machine;
using Kernward.Policy;

namespace Kernward.Worker;

/// <summary>What a worker works with.</summary>
public sealed record WorkerSetup(
    string StateDirectory, Host Host, IHostWriter Writer, ActuatorSet Tunables, TimeProvider Time)
{
    /// <summary>Where it notes what it does; default the state directory, anchored beside it.</summary>
    public AuditPlace Audit { get; init; } = new(StateDirectory);

    /// <summary>How much of the audit log is kept.</summary>
    public AuditRetention Keep { get; init; } = AuditRetention.Standard;

    public PolicyOptions Policy { get; init; } = new();

    /// <summary>Keeps values over a reboot; null for a host that does not boot.</summary>
    public IBootFileWriter? BootFiles { get; init; }

    /// <summary>Where every worker on this host looks for another, whatever its state directory; empty for a host that is not live.</summary>
    public string HostLockDirectory { get; init; } = "";

    /// <summary>Empty for a host that is not live.</summary>
    public string NetNamespace { get; init; } = "";

    /// <summary>The number that tells that namespace from a later one of the same name; empty where there is none.</summary>
    public string NetIdentity { get; init; } = "";

    /// <summary>Where values of other network namespaces are given back; null for a host that is not live.</summary>
    public INamespaces? Namespaces { get; init; }

    /// <summary>How long another process may hold the lock before a request is refused; default 10 s.</summary>
    public TimeSpan LockWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What others are told who holds the lock.</summary>
    public string Command { get; init; } = "kernward";
}
