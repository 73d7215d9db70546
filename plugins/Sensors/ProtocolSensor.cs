using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors;

/// <summary>Counters of IP, TCP and UDP. Source: Documentation/networking/snmp_counter.rst.</summary>
internal sealed class ProtocolSensor : ISensor
{
    private readonly KeyedTable _ip = new(
        ("InReceives", "network.ip.received_packets", 1), ("InDiscards", "network.ip.receive_discards", 1),
        ("OutDiscards", "network.ip.send_discards", 1), ("OutNoRoutes", "network.ip.no_routes", 1),
        ("InHdrErrors", "network.ip.header_errors", 1), ("ReasmReqds", "network.ip.reassembly_requests", 1),
        ("ReasmFails", "network.ip.reassembly_fails", 1), ("ReasmTimeout", "network.ip.reassembly_timeouts", 1),
        ("FragFails", "network.ip.fragment_fails", 1), ("ReasmOKs", "network.ip.reassembled", 1),
        ("FragCreates", "network.ip.fragments_created", 1), ("OutRequests", "network.ip.sent_packets", 1),
        ("ForwDatagrams", "network.ip.forwarded_packets", 1), ("InAddrErrors", "network.ip.address_errors", 1),
        ("Ip6InReceives", "network.ip.received_packets", 1), ("Ip6InDiscards", "network.ip.receive_discards", 1),
        ("Ip6OutDiscards", "network.ip.send_discards", 1), ("Ip6OutNoRoutes", "network.ip.no_routes", 1),
        ("Ip6InHdrErrors", "network.ip.header_errors", 1), ("Ip6ReasmReqds", "network.ip.reassembly_requests", 1),
        ("Ip6ReasmFails", "network.ip.reassembly_fails", 1), ("Ip6ReasmTimeout", "network.ip.reassembly_timeouts", 1),
        ("Ip6FragFails", "network.ip.fragment_fails", 1), ("Ip6ReasmOKs", "network.ip.reassembled", 1),
        ("Ip6FragCreates", "network.ip.fragments_created", 1), ("Ip6OutRequests", "network.ip.sent_packets", 1),
        ("Ip6OutForwDatagrams", "network.ip.forwarded_packets", 1), ("Ip6InAddrErrors", "network.ip.address_errors", 1));

    private readonly KeyedTable _tcp = new(
        ("ActiveOpens", "network.tcp.active_opens", 1), ("PassiveOpens", "network.tcp.passive_opens", 1),
        ("AttemptFails", "network.tcp.attempt_fails", 1), ("EstabResets", "network.tcp.established_resets", 1),
        ("CurrEstab", "network.tcp.established", 1), ("InSegs", "network.tcp.received_segments", 1),
        ("OutSegs", "network.tcp.sent_segments", 1), ("RetransSegs", "network.tcp.retransmitted_segments", 1),
        ("InErrs", "network.tcp.receive_errors", 1), ("OutRsts", "network.tcp.sent_resets", 1),
        ("InCsumErrors", "network.tcp.checksum_errors", 1));

    private readonly KeyedTable _udp = new(
        ("InDatagrams", "network.udp.received_datagrams", 1), ("OutDatagrams", "network.udp.sent_datagrams", 1),
        ("NoPorts", "network.udp.no_ports", 1), ("InErrors", "network.udp.receive_errors", 1),
        ("RcvbufErrors", "network.udp.receive_buffer_errors", 1), ("SndbufErrors", "network.udp.send_buffer_errors", 1),
        ("MemErrors", "network.udp.memory_errors", 1), ("InCsumErrors", "network.udp.checksum_errors", 1),
        ("Udp6InDatagrams", "network.udp.received_datagrams", 1), ("Udp6OutDatagrams", "network.udp.sent_datagrams", 1),
        ("Udp6NoPorts", "network.udp.no_ports", 1), ("Udp6InErrors", "network.udp.receive_errors", 1),
        ("Udp6RcvbufErrors", "network.udp.receive_buffer_errors", 1), ("Udp6SndbufErrors", "network.udp.send_buffer_errors", 1),
        ("Udp6MemErrors", "network.udp.memory_errors", 1), ("Udp6InCsumErrors", "network.udp.checksum_errors", 1));

    private readonly KeyedTable _extended = new(
        ("ListenOverflows", "network.tcp.listen_overflows", 1), ("ListenDrops", "network.tcp.listen_drops", 1),
        ("SyncookiesSent", "network.tcp.syncookies.sent", 1), ("SyncookiesRecv", "network.tcp.syncookies.received", 1),
        ("SyncookiesFailed", "network.tcp.syncookies.failed", 1),
        ("TCPReqQFullDoCookies", "network.tcp.request_queue_full.cookies", 1),
        ("TCPReqQFullDrop", "network.tcp.request_queue_full.drops", 1), ("TCPBacklogDrop", "network.tcp.backlog_drops", 1),
        ("PruneCalled", "network.tcp.prune_called", 1), ("RcvPruned", "network.tcp.receive_pruned", 1),
        ("OfoPruned", "network.tcp.out_of_order_pruned", 1), ("TCPRcvCollapsed", "network.tcp.receive_collapsed", 1),
        ("TCPRcvQDrop", "network.tcp.receive_queue_drops", 1), ("TCPMemoryPressures", "network.tcp.memory_pressures", 1),
        ("TCPMemoryPressuresChrono", "network.tcp.memory_pressure_time", 0.001),
        ("TCPAbortOnMemory", "network.tcp.aborts.memory", 1), ("TCPAbortOnTimeout", "network.tcp.aborts.timeout", 1),
        ("TW", "network.tcp.time_wait_created", 1), ("TCPTimeWaitOverflow", "network.tcp.time_wait_overflows", 1),
        ("TCPTimeouts", "network.tcp.timeouts", 1), ("TCPLostRetransmit", "network.tcp.lost_retransmits", 1),
        ("TCPFastRetrans", "network.tcp.fast_retransmits", 1), ("TCPSlowStartRetrans", "network.tcp.slow_start_retransmits", 1),
        ("TCPRetransFail", "network.tcp.retransmit_fails", 1), ("TCPSpuriousRTOs", "network.tcp.spurious_rtos", 1),
        ("TCPToZeroWindowAdv", "network.tcp.zero_window_advertised", 1), ("TCPMTUPFail", "network.tcp.mtu_probe_fails", 1),
        ("TCPOFODrop", "network.tcp.out_of_order_drops", 1), ("IPReversePathFilter", "network.ip.reverse_path_filtered", 1));

    public string Name => "protocol";

    public void Sample(Host host, SnapshotBuilder into)
    {
        foreach (var table in (ReadOnlySpan<KeyedTable>)[_ip, _tcp, _udp, _extended]) table.Clear();
        if (host.TryRead("proc/net/snmp", out var snmp)) TakePairs(snmp);
        if (host.TryRead("proc/net/netstat", out var netstat)) TakePairs(netstat);
        if (host.TryRead("proc/net/snmp6", out var six)) TakeSix(six);
        foreach (var table in (ReadOnlySpan<KeyedTable>)[_ip, _tcp, _udp, _extended]) table.AddTo(into);
    }

    /// <summary>Two lines with the same label: names, then values.</summary>
    private void TakePairs(ReadOnlySpan<byte> content)
    {
        var lines = new Lines(content);
        while (lines.Next(out var names) && lines.Next(out var values))
        {
            var keys = new Fields(names);
            var numbers = new Fields(values);
            var label = keys.Text();
            if (!numbers.Text().SequenceEqual(label)) throw new FormatException("Names and values of a protocol do not match.");
            if (TableOf(label) is not { } table) continue;
            while (keys.Next(out var key)) table.Take(key, numbers.Text());
        }
    }

    private KeyedTable? TableOf(ReadOnlySpan<byte> label) =>
        label.SequenceEqual("Tcp:"u8) ? _tcp
        : label.SequenceEqual("TcpExt:"u8) ? _extended
        : label.SequenceEqual("Udp:"u8) ? _udp
        : label.SequenceEqual("Ip:"u8) ? _ip : null;

    private void TakeSix(ReadOnlySpan<byte> content)
    {
        var lines = new Lines(content);
        while (lines.Next(out var line))
        {
            var fields = new Fields(line);
            if (!fields.Next(out var key) || !fields.Next(out var value)) continue;
            if (key.StartsWith("Ip6"u8)) _ip.Take(key, value);
            else if (key.StartsWith("Udp6"u8)) _udp.Take(key, value);
        }
    }
}
