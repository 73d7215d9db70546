using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Kernel;

/// <summary>
/// Run queues: how long tasks waited for each CPU. Absent where the kernel was built without these statistics. Source:
/// Documentation/scheduler/sched-stats.rst, whose columns for CPUs are the same since version 15.
/// </summary>
internal sealed class RunQueueSensor : ISensor
{
    private readonly NamePool _names = new();

    public string Name => "run-queue";

    public void Sample(Host host, SnapshotBuilder into)
    {
        if (!host.TryRead("proc/schedstat", out var content)) return;
        double waited = 0, turns = 0;
        var any = false;
        var lines = new Lines(content);
        while (lines.Next(out var line))
        {
            if (line.StartsWith("version "u8) && new Fields(line["version "u8.Length..]).Number() < 15) return;
            if (!line.StartsWith("cpu"u8)) continue;
            var fields = new Fields(line);
            var name = _names.Get(fields.Text());
            fields.Skip(7);
            var (delay, times) = (fields.Number() / 1e9, fields.Number());
            into.Add("cpu.run_delay", delay, name);
            (waited, turns, any) = (waited + delay, turns + times, true);
        }
        if (!any) return;
        into.Add("system.cpu.run_delay", waited);
        into.Add("system.cpu.turns", turns);
    }
}
