using System.Buffers.Text;
using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors;

/// <summary>Time of the CPUs per mode, in all and each, and the counters of the scheduler. Source: proc_stat(5).</summary>
internal sealed class CpuSensor : ISensor
{
    /// <summary>USER_HZ: 100 on every architecture that we run on.</summary>
    public const double Tick = 0.01;

    private static readonly string[] Modes = ["user", "nice", "system", "idle", "iowait", "interrupt", "softirq", "steal"];
    private static readonly string[] HostNames = [.. Modes.Select(mode => "system.cpu.time." + mode), "system.cpu.time.busy"];
    private static readonly string[] CpuNames = [.. Modes.Select(mode => "cpu.time." + mode), "cpu.time.busy"];

    private readonly List<string> _subjects = [];

    public string Name => "cpu";

    public void Sample(Host host, SnapshotBuilder into)
    {
        if (!host.TryRead("proc/stat", out var content)) return;
        var count = 0;
        var lines = new Lines(content);
        while (lines.Next(out var line))
        {
            if (!line.StartsWith("cpu"u8))
            {
                AddCounter(line, into);
                continue;
            }
            var fields = new Fields(line);
            var name = fields.Text();
            if (name.Length > 3) count++;
            if (name.Length == 3) AddModes(ref fields, HostNames, "", into);
            else AddModes(ref fields, CpuNames, Subject(name[3..]), into);
        }
        into.Add("system.cpu.count", count);
    }

    /// <summary>Guest time is left out: the kernel counts it in user time too.</summary>
    private static void AddModes(ref Fields fields, string[] names, string subject, SnapshotBuilder into)
    {
        double busy = 0;
        for (var mode = 0; mode < Modes.Length; mode++)
        {
            var time = fields.NumberOrZero() * Tick;
            into.Add(names[mode], time, subject);
            if (mode is not (3 or 4)) busy += time;
        }
        into.Add(names[^1], busy, subject);
    }

    private static void AddCounter(ReadOnlySpan<byte> line, SnapshotBuilder into)
    {
        // The line of interrupts has a number for each of a thousand lines; only the total in front is of use.
        var fields = new Fields(line);
        if (!fields.Next(out var key)) return;
        if (key.SequenceEqual("intr"u8)) into.Add("system.cpu.interrupts", fields.Number());
        else if (key.SequenceEqual("ctxt"u8)) into.Add("system.cpu.context_switches", fields.Number());
        else if (key.SequenceEqual("processes"u8)) into.Add("system.processes.created", fields.Number());
        else if (key.SequenceEqual("procs_running"u8)) into.Add("system.processes.running", fields.Number());
        else if (key.SequenceEqual("procs_blocked"u8)) into.Add("system.processes.blocked", fields.Number());
        else if (key.SequenceEqual("softirq"u8)) AddSoftIrqs(ref fields, into);
    }

    /// <summary>Order of the kinds: hi, timer, net_tx, net_rx, block, ...</summary>
    private static void AddSoftIrqs(ref Fields fields, SnapshotBuilder into)
    {
        into.Add("system.cpu.softirqs", fields.Number());
        fields.Skip(1);
        into.Add("system.cpu.softirqs.timer", fields.Number());
        fields.Skip(1);
        into.Add("system.cpu.softirqs.net_rx", fields.Number());
    }

    private string Subject(ReadOnlySpan<byte> digits)
    {
        if (!Utf8Parser.TryParse(digits, out int number, out var used) || used != digits.Length || number is < 0 or > 65535)
            throw new FormatException("A CPU has no number.");
        while (_subjects.Count <= number) _subjects.Add($"cpu{_subjects.Count}");
        return _subjects[number];
    }
}
