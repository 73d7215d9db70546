using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Kernel;

/// <summary>Whether something keeps this host's clock, and how exact the kernel holds it to be. Source: adjtimex(2).</summary>
internal sealed class ClockSensor : ISensor
{
    private const long Unsynchronized = 0x40;

    public string Name => "clock";

    public void Sample(Host host, SnapshotBuilder into)
    {
        if (!host.TryRead("cmd/clock.txt", out var content)) return;
        var lines = new Lines(content);
        if (!lines.Next(out _) || !lines.Next(out var line)) return;
        var fields = new Fields(line);
        fields.Skip(1);
        var status = Fields.ParseSigned(fields.Text());
        into.Add("system.clock.synchronized", (status & Unsynchronized) == 0 ? 1 : 0);
        into.Add("system.clock.offset", Fields.ParseSigned(fields.Text()) / 1e9);
        into.Add("system.clock.frequency", Fields.ParseSigned(fields.Text()) / 65536.0);
        into.Add("system.clock.max_error", fields.Number() / 1e6);
        into.Add("system.clock.estimated_error", fields.Number() / 1e6);
    }
}
