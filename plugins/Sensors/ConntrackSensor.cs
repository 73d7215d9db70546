using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors;

/// <summary>Fill of the connection tracking table and what it cost. Source: nf_conntrack-sysctl.rst, ct_cpu_seq_show.</summary>
internal sealed class ConntrackSensor : ISensor
{
    private const string Settings = "proc/sys/net/netfilter/nf_conntrack_";

    private readonly CpuTable _table = new(
        ("drop", "network.conntrack.drops"), ("early_drop", "network.conntrack.early_drops"),
        ("insert_failed", "network.conntrack.insert_failed"), ("invalid", "network.conntrack.invalid"),
        ("search_restart", "network.conntrack.search_restarts"));

    public string Name => "conntrack";

    public void Sample(Host host, SnapshotBuilder into)
    {
        into.AddNumber(host, "network.conntrack.count", Settings + "count");
        into.AddNumber(host, "network.conntrack.max", Settings + "max");
        into.AddNumber(host, "network.conntrack.buckets", Settings + "buckets");
        if (host.TryRead("proc/net/stat/nf_conntrack", out var content)) _table.Add(content, into);
    }
}
