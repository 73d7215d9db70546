using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Memory;

/// <summary>Memory and allocations of each NUMA node, where there are several: one alone is the host. Source: Documentation/admin-guide/numastat.rst.</summary>
internal sealed class NumaSensor : ISensor
{
    private const string Nodes = "sys/devices/system/node";
    private const double KiB = 1024;

    private readonly KeyedTable _memory = new(
        ("MemTotal:", "numa.memory.total", KiB), ("MemFree:", "numa.memory.free", KiB), ("MemUsed:", "numa.memory.used", KiB),
        ("FilePages:", "numa.memory.file", KiB), ("AnonPages:", "numa.memory.anonymous", KiB), ("Slab:", "numa.memory.slab", KiB));

    private readonly KeyedTable _allocations = new(
        ("numa_hit", "numa.allocations.hit", 1), ("numa_miss", "numa.allocations.miss", 1),
        ("numa_foreign", "numa.allocations.foreign", 1), ("interleave_hit", "numa.allocations.interleaved", 1),
        ("local_node", "numa.allocations.local", 1), ("other_node", "numa.allocations.other", 1));

    private readonly Pace _pace = new();
    private readonly List<Node> _nodes = [];

    public string Name => "numa";

    public void Sample(Host host, SnapshotBuilder into)
    {
        if (_pace.IsDue(host.Uptime)) Find(host);
        if (_nodes.Count < 2) return;
        foreach (var node in _nodes)
        {
            if (host.TryRead(node.Memory, out var memory)) AddMemory(memory, node.Name, into);
            if (!host.TryRead(node.Allocations, out var allocations)) continue;
            _allocations.Clear();
            _allocations.TakeLines(allocations);
            _allocations.AddTo(into, node.Name);
        }
    }

    private void Find(Host host)
    {
        _nodes.Clear();
        foreach (var name in host.List(Nodes).Order(StringComparer.Ordinal))
            if (name.StartsWith("node", StringComparison.Ordinal) && name.Length > 4 && char.IsAsciiDigit(name[4])) _nodes.Add(new Node(name));
    }

    /// <summary>"Node 0 MemTotal:  24639544 kB".</summary>
    private void AddMemory(ReadOnlySpan<byte> content, string node, SnapshotBuilder into)
    {
        _memory.Clear();
        var lines = new Lines(content);
        while (lines.Next(out var line))
        {
            var fields = new Fields(line);
            if (fields.Next(out _) && fields.Next(out _) && fields.Next(out var key) && fields.Next(out var value)) _memory.Take(key, value);
        }
        _memory.AddTo(into, node);
    }

    private sealed class Node(string name)
    {
        public string Name => name;

        public string Memory { get; } = $"{Nodes}/{name}/meminfo";

        public string Allocations { get; } = $"{Nodes}/{name}/numastat";
    }
}
