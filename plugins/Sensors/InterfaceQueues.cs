using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors;

/// <summary>Queues of network cards: how many there are each way, and how often sending on one got stuck. Source: /sys/class/net/NAME/queues.</summary>
internal sealed class InterfaceQueues
{
    private const int MaxQueues = 256;

    private readonly Pace _pace = new();
    private readonly Dictionary<string, Counts> _known = new(StringComparer.Ordinal);
    private bool _due;

    /// <summary>Once for each sample, before the first card.</summary>
    public void Begin(TimeSpan now)
    {
        _due = _pace.IsDue(now);
        if (_due) _known.Clear();
    }

    public void Add(Host host, string card, SnapshotBuilder into)
    {
        if (_due) _known[card] = Read(host, card);
        if (!_known.TryGetValue(card, out var counts)) return;
        if (counts.Receive > 0) into.Add("network.interface.queues.receive", counts.Receive, card);
        if (counts.Transmit > 0) into.Add("network.interface.queues.transmit", counts.Transmit, card);
        if (counts.Timeouts is { } timeouts) into.Add("network.interface.transmit.timeouts", timeouts, card);
    }

    private static Counts Read(Host host, string card)
    {
        var (receive, transmit) = (0, 0);
        ulong? timeouts = null;
        foreach (var queue in host.List($"sys/class/net/{card}/queues").Take(MaxQueues))
        {
            if (queue.StartsWith("rx-", StringComparison.Ordinal)) receive++;
            if (!queue.StartsWith("tx-", StringComparison.Ordinal)) continue;
            transmit++;
            if (host.ReadNumber($"sys/class/net/{card}/queues/{queue}/tx_timeout") is { } stuck) timeouts = (timeouts ?? 0) + stuck;
        }
        return new Counts(receive, transmit, timeouts);
    }

    private readonly record struct Counts(int Receive, int Transmit, ulong? Timeouts);
}
