using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors;

/// <summary>Accept queues: of each listener, and of the one that is nearest to its limit, which stands for all.</summary>
internal sealed class ListenerSensor : ISensor
{
    private const int MaxTold = 64;

    private readonly NamePool _names = new();
    private readonly Dictionary<string, Queue> _ports = new(StringComparer.Ordinal);

    public string Name => "listener";

    public void Sample(Host host, SnapshotBuilder into)
    {
        if (!host.TryRead("cmd/listeners.txt", out var content)) return;
        var count = 0;
        Queue fullest = default;
        _ports.Clear();
        var lines = new Lines(content);
        lines.Next(out _);
        while (lines.Next(out var line))
        {
            var fields = new Fields(line);
            if (!fields.Next(out var family)) continue;
            var subject = Subject(family, fields.Text());
            var one = new Queue(fields.Number(), fields.Number());
            if (count++ == 0 || one.IsWorse(fullest)) fullest = one;
            // A port may have several listeners: by address, or one for each worker of a server.
            if (!_ports.TryGetValue(subject, out var other) ? _ports.Count < MaxTold : one.IsWorse(other)) _ports[subject] = one;
        }
        into.Add("network.tcp.listeners", count);
        if (count == 0) return;
        into.Add("network.tcp.accept_queue.length", fullest.Length);
        into.Add("network.tcp.accept_queue.limit", fullest.Limit);
        into.Add("network.tcp.accept_queue.utilization", fullest.Ratio);
        foreach (var (subject, queue) in _ports)
        {
            into.Add("network.tcp.listener.length", queue.Length, subject);
            into.Add("network.tcp.listener.limit", queue.Limit, subject);
        }
    }

    /// <summary><c>tcp4:443</c>.</summary>
    private string Subject(ReadOnlySpan<byte> family, ReadOnlySpan<byte> port)
    {
        Span<byte> text = stackalloc byte[32];
        if (family.Length + port.Length + 4 > text.Length) throw new FormatException("A listener has an absurd port.");
        "tcp"u8.CopyTo(text);
        family.CopyTo(text[3..]);
        text[3 + family.Length] = (byte)':';
        port.CopyTo(text[(4 + family.Length)..]);
        return _names.Get(text[..(4 + family.Length + port.Length)]);
    }

    private readonly record struct Queue(double Length, double Limit)
    {
        public double Ratio => Length / Math.Max(1, Limit);

        /// <summary>Fuller; of two that are equally full, the shorter.</summary>
        public bool IsWorse(Queue other) => Ratio > other.Ratio || (Ratio == other.Ratio && Limit < other.Limit);
    }
}
