using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors;

/// <summary>Sockets in use, the memory of their buffers, and what caps both. Source: proc_net(5), tcp(7).</summary>
internal sealed class SocketSensor : ISensor
{
    private const string Ipv4 = "proc/sys/net/ipv4/";

    // The label of the line and the name of the field, joined.
    private readonly KeyedTable _table = new(
        ("sockets:used", "network.sockets.used", 1), ("TCP:inuse", "network.tcp.sockets.in_use", 1),
        ("TCP6:inuse", "network.tcp.sockets.in_use", 1), ("TCP:orphan", "network.tcp.sockets.orphan", 1),
        ("TCP:tw", "network.tcp.sockets.time_wait", 1), ("TCP:alloc", "network.tcp.sockets.allocated", 1),
        ("TCP:mem", "network.tcp.memory.usage", 1), ("UDP:inuse", "network.udp.sockets.in_use", 1),
        ("UDP6:inuse", "network.udp.sockets.in_use", 1), ("UDP:mem", "network.udp.memory.usage", 1),
        ("FRAG:inuse", "network.ip.fragments.in_use", 1), ("FRAG6:inuse", "network.ip.fragments.in_use", 1),
        ("FRAG:memory", "network.ip.fragments.memory", 1));

    public string Name => "socket";

    public void Sample(Host host, SnapshotBuilder into)
    {
        _table.Clear();
        if (host.TryRead("proc/net/sockstat", out var four)) Take(four);
        if (host.TryRead("proc/net/sockstat6", out var six)) Take(six);
        _table.AddTo(into);
        foreach (var protocol in (ReadOnlySpan<string>)["tcp", "udp"]) AddMemoryLimits(host, protocol, into);
        into.AddNumber(host, "network.tcp.sockets.orphan_max", Ipv4 + "tcp_max_orphans");
        into.AddNumber(host, "network.tcp.sockets.time_wait_max", Ipv4 + "tcp_max_tw_buckets");
        into.AddNumber(host, "network.ip.fragments.memory_max", Ipv4 + "ipfrag_high_thresh");
        into.AddNumber(host, "network.tcp.somaxconn", "proc/sys/net/core/somaxconn");
        into.AddNumber(host, "network.tcp.syn_backlog_max", Ipv4 + "tcp_max_syn_backlog");
        AddPorts(host, into);
    }

    private void Take(ReadOnlySpan<byte> content)
    {
        Span<byte> joined = stackalloc byte[64];
        var lines = new Lines(content);
        while (lines.Next(out var line))
        {
            var fields = new Fields(line);
            if (!fields.Next(out var label)) continue;
            while (fields.Next(out var name) && fields.Next(out var value))
            {
                if (label.Length + name.Length > joined.Length) continue;
                label.CopyTo(joined);
                name.CopyTo(joined[label.Length..]);
                _table.Take(joined[..(label.Length + name.Length)], value);
            }
        }
    }

    /// <summary>tcp_mem and udp_mem: low, pressure, max, in pages.</summary>
    private static void AddMemoryLimits(Host host, string protocol, SnapshotBuilder into)
    {
        into.AddNumber(host, protocol == "tcp" ? "network.tcp.memory.pressure" : "network.udp.memory.pressure", $"{Ipv4}{protocol}_mem", 1);
        into.AddNumber(host, protocol == "tcp" ? "network.tcp.memory.max" : "network.udp.memory.max", $"{Ipv4}{protocol}_mem", 2);
    }

    private static void AddPorts(Host host, SnapshotBuilder into)
    {
        if (!host.TryRead(Ipv4 + "ip_local_port_range", out var content)) return;
        var fields = new Fields(SmallFiles.FirstLine(content));
        double first = fields.Number(), last = fields.Number();
        into.Add("network.ip.local_ports", Math.Max(0, last - first + 1));
    }
}
