using System.Runtime.InteropServices;
using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors;

/// <summary>
/// TCP connections by state, and by the remote end that has most. The kernel walks its whole hash table for these files,
/// 2 ms for each on a machine with 24 GB whatever the number of connections: so they are read every ten seconds, the counts
/// are repeated in between, and not at all while there are many connections. Needs <see cref="SocketSensor"/> before it.
/// </summary>
internal sealed class ConnectionSensor : ISensor
{
    private const double MaxConnections = 4096;

    /// <summary>By the number of the state, from 1; TIME_WAIT (7) and LISTEN (10) have cheaper sources, 12 is a new SYN_RECV.</summary>
    private static readonly string?[] States =
    [
        null, "established", "syn_sent", "syn_received", "fin_wait1", "fin_wait2", null, null, "close_wait", "last_ack", null,
        "closing", "syn_received",
    ];

    private static readonly string?[] Metrics = [.. States.Select(state => state is null ? null : "network.tcp.connections." + state)];

    private readonly double[] _counts = new double[States.Length];
    private readonly Dictionary<int, int> _peers = [];
    private readonly Pace _pace = new();
    private bool _known;

    public string Name => "connection";

    public void Sample(Host host, SnapshotBuilder into)
    {
        var connections = into.Get("network.tcp.sockets.allocated") + into.Get("network.tcp.sockets.time_wait");
        if (connections is not <= MaxConnections)
        {
            _pace.Reset();
            return;
        }
        if (_pace.IsDue(host.Uptime)) Read(host);
        if (!_known) return;
        for (var state = 1; state < Metrics.Length; state++)
            if (Metrics[state] is { } metric && state != 12) into.Add(metric, _counts[state]);
        into.Add("network.tcp.connections.busiest_peer", _peers.Count == 0 ? 0 : _peers.Values.Max());
    }

    private void Read(Host host)
    {
        Array.Clear(_counts);
        _peers.Clear();
        _known = host.TryRead("proc/net/tcp", out var four);
        if (_known) Count(four);
        if (host.TryRead("proc/net/tcp6", out var six)) Count(six);
        _counts[3] += _counts[12];
    }

    /// <summary>Lines of "sl local_address rem_address st ...", addresses as hexadecimal words and port.</summary>
    private void Count(ReadOnlySpan<byte> content)
    {
        var lines = new Lines(content);
        lines.Next(out _);
        while (lines.Next(out var line))
        {
            var fields = new Fields(line);
            if (!fields.Next(out _)) continue;
            fields.Skip(1);
            var peer = fields.Text();
            var state = fields.Hex();
            if (state is 0 || state >= (ulong)_counts.Length) continue;
            _counts[state]++;
            if (state != 10) CollectionsMarshal.GetValueRefOrAddDefault(_peers, Hash(peer), out _)++;
        }
    }

    /// <summary>FNV-1a, and not the runtime's hash, which differs from process to process: a replay gives the same count.</summary>
    private static int Hash(ReadOnlySpan<byte> peer)
    {
        var hash = 2166136261u;
        foreach (var character in peer) hash = unchecked((hash ^ character) * 16777619u);
        return unchecked((int)hash);
    }
}
