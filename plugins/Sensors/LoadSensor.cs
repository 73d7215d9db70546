using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors;

/// <summary>Load averages, tasks and what caps them, uptime. Source: proc_loadavg(5).</summary>
internal sealed class LoadSensor : ISensor
{
    public string Name => "load";

    public void Sample(Host host, SnapshotBuilder into)
    {
        if (host.TryRead("proc/uptime", out var uptime)) into.Add("system.uptime", Fields.ParseDecimal(new Fields(uptime).Text()));
        AddAverages(host, into);
        into.AddNumber(host, "system.processes.pid_max", "proc/sys/kernel/pid_max");
        into.AddNumber(host, "system.processes.threads_max", "proc/sys/kernel/threads-max");
        into.AddNumber(host, "system.processes.hung", "proc/sys/kernel/hung_task_detect_count");
        into.AddNumber(host, "system.kernel.tainted", "proc/sys/kernel/tainted");
        into.AddNumber(host, "system.entropy.available", "proc/sys/kernel/random/entropy_avail");
        into.AddNumber(host, "system.entropy.pool_size", "proc/sys/kernel/random/poolsize");
        if (host.TryRead("sys/devices/system/clocksource/clocksource0/current_clocksource", out var source))
            into.Add("system.clocksource.fast", IsSlow(SmallFiles.FirstLine(source)) ? 0 : 1);
    }

    private static void AddAverages(Host host, SnapshotBuilder into)
    {
        if (!host.TryRead("proc/loadavg", out var content)) return;
        var fields = new Fields(SmallFiles.FirstLine(content));
        into.Add("system.cpu.load_average.1m", Fields.ParseDecimal(fields.Text()));
        into.Add("system.cpu.load_average.5m", Fields.ParseDecimal(fields.Text()));
        into.Add("system.cpu.load_average.15m", Fields.ParseDecimal(fields.Text()));
        var tasks = fields.Text();
        into.Add("system.threads.count", Fields.ParseNumber(tasks[(tasks.IndexOf((byte)'/') + 1)..]));
    }

    /// <summary>Clocks that need a trap or a slow bus: all others are read without entering the kernel.</summary>
    private static bool IsSlow(ReadOnlySpan<byte> source) =>
        source.SequenceEqual("hpet"u8) || source.SequenceEqual("acpi_pm"u8) || source.SequenceEqual("jiffies"u8)
        || source.SequenceEqual("xen"u8) || source.SequenceEqual("refined-jiffies"u8);
}
