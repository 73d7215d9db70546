using System.Text;
using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors;

/// <summary>Traffic and errors of network interfaces. Source: proc_net(5), /sys/class/net.</summary>
internal sealed class InterfaceSensor : ISensor
{
    /// <summary>A container host has hundreds of virtual interfaces; only the first ones cost more than a line of one file.</summary>
    private const int MaxWithLink = 16;

    private static readonly string[] Receive = ["bytes", "packets", "errors", "dropped", "fifo", "frame"];
    private static readonly string[] Transmit = ["bytes", "packets", "errors", "dropped", "fifo", "collisions", "carrier"];
    private static readonly string[] ReceiveNames = [.. Receive.Select(name => "network.interface.receive." + name)];
    private static readonly string[] TransmitNames = [.. Transmit.Select(name => "network.interface.transmit." + name)];

    private readonly Dictionary<string, bool> _physical = new(StringComparer.Ordinal);
    private readonly InterfaceQueues _queues = new();

    public string Name => "interface";

    public void Sample(Host host, SnapshotBuilder into)
    {
        if (!host.TryRead("proc/net/dev", out var content)) return;
        var names = new List<string>();
        var lines = new Lines(content);
        lines.Next(out _);
        lines.Next(out _);
        while (lines.Next(out var line))
        {
            var colon = line.LastIndexOf((byte)':');
            if (colon < 0) continue;
            var name = Encoding.UTF8.GetString(line[..colon].Trim((byte)' '));
            AddTraffic(new Fields(line[(colon + 1)..]), name, into);
            names.Add(name);
        }
        AddLinks(host, names, into);
    }

    private static void AddTraffic(Fields fields, string name, SnapshotBuilder into)
    {
        foreach (var metric in ReceiveNames) into.Add(metric, fields.Number(), name);
        fields.Skip(2);
        foreach (var metric in TransmitNames) into.Add(metric, fields.Number(), name);
    }

    private void AddLinks(Host host, List<string> names, SnapshotBuilder into)
    {
        var left = MaxWithLink;
        _queues.Begin(host.Uptime);
        foreach (var name in names)
        {
            // "speed" exists for every interface and fails for most; a device link tells the ones with hardware behind them.
            if (!_physical.TryGetValue(name, out var physical))
                _physical[name] = physical = host.List($"sys/class/net/{name}").Contains("device");
            if (!physical || left-- <= 0) continue;
            if (host.ReadNumber($"sys/class/net/{name}/carrier_changes") is { } changes)
                into.Add("network.interface.carrier_changes", changes, name);
            if (host.ReadNumber($"sys/class/net/{name}/mtu") is { } mtu) into.Add("network.interface.mtu", mtu, name);
            if (host.ReadNumber($"sys/class/net/{name}/carrier") is { } carrier) into.Add("network.interface.carrier", carrier, name);
            AddSpeed(host, name, into);
            _queues.Add(host, name, into);
        }
    }

    /// <summary>Mbit/s; -1, or a read error, where the link has no speed.</summary>
    private static void AddSpeed(Host host, string name, SnapshotBuilder into)
    {
        if (!host.TryRead($"sys/class/net/{name}/speed", out var content)) return;
        var speed = Fields.ParseSigned(SmallFiles.FirstLine(content));
        if (speed > 0) into.Add("network.interface.speed", speed * 1e6, name);
    }
}
