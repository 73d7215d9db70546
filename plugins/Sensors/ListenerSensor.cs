using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors;

/// <summary>Accept queues: the listener that is nearest to its limit stands for all.</summary>
internal sealed class ListenerSensor : ISensor
{
    public string Name => "listener";

    public void Sample(Host host, SnapshotBuilder into)
    {
        if (!host.TryRead("cmd/listeners.txt", out var content)) return;
        var count = 0;
        (double Length, double Limit) fullest = (0, 0);
        var lines = new Lines(content);
        lines.Next(out _);
        while (lines.Next(out var line))
        {
            var fields = new Fields(line);
            if (!fields.Next(out _)) continue;
            fields.Skip(1);
            var one = (Length: (double)fields.Number(), Limit: (double)fields.Number());
            if (count++ == 0 || Ratio(one) > Ratio(fullest) || (Ratio(one) == Ratio(fullest) && one.Limit < fullest.Limit)) fullest = one;
        }
        into.Add("network.tcp.listeners", count);
        if (count == 0) return;
        into.Add("network.tcp.accept_queue.length", fullest.Length);
        into.Add("network.tcp.accept_queue.limit", fullest.Limit);
        into.Add("network.tcp.accept_queue.utilization", Ratio(fullest));
    }

    private static double Ratio((double Length, double Limit) queue) => queue.Length / Math.Max(1, queue.Limit);
}
