using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors;

/// <summary>Neighbour tables (ARP and NDP): fill, cap, and entries that found no room. Source: arp(7).</summary>
internal sealed class NeighborSensor : ISensor
{
    private readonly Family[] _families = [new("ipv4", "arp_cache"), new("ipv6", "ndisc_cache")];

    public string Name => "neighbor";

    public void Sample(Host host, SnapshotBuilder into)
    {
        foreach (var family in _families)
        {
            into.AddNumber(host, family.Max, family.MaxPath);
            if (host.TryRead(family.Path, out var content)) family.Table.Add(content, into);
        }
    }

    private sealed class Family(string version, string cache)
    {
        public string Path { get; } = "proc/net/stat/" + cache;

        public string MaxPath { get; } = $"proc/sys/net/{version}/neigh/default/gc_thresh3";

        public string Max { get; } = $"network.neighbor.{version}.max";

        public CpuTable Table { get; } = new(
            ("entries", $"network.neighbor.{version}.entries"), ("table_fulls", $"network.neighbor.{version}.table_fulls"),
            ("unresolved_discards", $"network.neighbor.{version}.unresolved_discards"),
            ("forced_gc_runs", $"network.neighbor.{version}.forced_gc"));
    }
}
