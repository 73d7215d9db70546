using Kernward.Execution;
using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Pipeline;

/// <summary>Reads every tunable of a host once, so that a recording of it can be planned for too.</summary>
internal static class TunableReading
{
    public static void ReadAll(Host host, ActuatorSet tunables, MetricSnapshot snapshot)
    {
        HostIdentity.Of(host);
        var disks = host.List("sys/block");
        foreach (var tunable in tunables.Knowledge.Tunables)
        {
            var scopes = tunable.Kind switch { "cgroup" => snapshot.Cgroups, "block" => disks, _ => ["host"] };
            foreach (var scope in scopes) tunables.Read(host, tunable.Id, scope);
        }
    }
}
