using Kernward.Domain;
using Kernward.Machine;

namespace Kernward.Execution;

/// <summary>What the hands work with: the host as it is read and written, its tunables, and the journal.</summary>
public sealed record Workbench(Host Host, IHostWriter Writer, ActuatorSet Tunables, Journal Journal)
{
    /// <summary>Network namespace of this process (<see cref="NetworkNamespace.Current"/>); empty for a host that is not live.</summary>
    public string NetNamespace { get; init; } = "";

    internal HostIdentity Identity => HostIdentity.Of(Host);

    internal string NamespaceOf(string tunable) =>
        Tunables.Knowledge.Tunable(tunable)?.Namespace == "net" ? NetNamespace : "";

    internal bool IsReachable(EditRecord edit) => edit.Namespace.Length == 0 || edit.Namespace == NetNamespace;

    /// <summary>False where the file is gone with what it belonged to (a stopped service, an unplugged device).</summary>
    internal bool Exists(string path)
    {
        var cut = path.LastIndexOf('/');
        return Host.List(path[..cut]).Contains(path[(cut + 1)..]);
    }
}
