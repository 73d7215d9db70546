using System.Globalization;
using System.Text;
using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors;

/// <summary>One process over many samples: the strings that name it, and what it had before.</summary>
internal sealed class TrackedProcess(int pid)
{
    private readonly string _stat = $"proc/{pid}/stat";
    private readonly string _io = $"proc/{pid}/io";
    private readonly string _subject = pid.ToString(CultureInfo.InvariantCulture);
    private readonly RunDelay _delay = new(pid);
    private readonly OpenFiles _files = new(pid);
    private byte[] _name = [];
    private ProcessInfo? _info;

    /// <summary>Start time in ticks since boot: with the pid, what tells a process from a later one with its number.</summary>
    public long? StartTicks { get; private set; }

    public bool IsKernelThread { get; private set; }

    public ProcessInfo? Info => _info;

    /// <summary>Reads /proc/PID/stat; false where the process is gone.</summary>
    public bool ReadStat(Host host, string group, double pageSize, SnapshotBuilder into)
    {
        if (!host.TryRead(_stat, out var content)) return false;
        var stat = ProcessStat.Parse(content);
        IsKernelThread = stat.IsKernelThread;
        StartTicks = stat.StartTicks;
        if (IsKernelThread) return true;
        Describe(stat, group);
        Threads = stat.Threads;
        into.Add("process.cpu.time", stat.CpuTicks * CpuSensor.Tick, _subject);
        into.Add("process.memory.rss", stat.ResidentPages * pageSize, _subject);
        into.Add("process.threads", stat.Threads, _subject);
        into.Add("process.major_faults", stat.MajorFaults, _subject);
        into.Add("process.nice", stat.Nice, _subject);
        if (stat.RealTimePriority > 0) into.Add("process.realtime_priority", stat.RealTimePriority, _subject);
        return true;
    }

    public ulong Threads { get; private set; }

    /// <summary>Reads the dearer files; what the process's run delay grew by, in s.</summary>
    public double? ReadRest(Host host, SnapshotBuilder into)
    {
        AddInputOutput(host, into);
        _files.Read(host, _subject, into);
        var gained = _delay.Read(host, Threads);
        if (gained is not null) into.Add("process.run_delay", _delay.Total, _subject);
        return gained;
    }

    private void AddInputOutput(Host host, SnapshotBuilder into)
    {
        if (!host.TryRead(_io, out var content)) return;
        var lines = new Lines(content);
        while (lines.Next(out var line))
        {
            if (line.StartsWith("read_bytes: "u8)) into.Add("process.io.read_bytes", Fields.ParseNumber(line["read_bytes: "u8.Length..]), _subject);
            else if (line.StartsWith("write_bytes: "u8)) into.Add("process.io.write_bytes", Fields.ParseNumber(line["write_bytes: "u8.Length..]), _subject);
        }
    }

    private void Describe(in ProcessStat stat, string group)
    {
        var sameName = stat.Name.SequenceEqual(_name);
        if (_info is { } known && sameName && known.State == stat.State && known.ParentPid == stat.ParentPid && known.Cgroup == group) return;
        if (!sameName) _name = stat.Name.ToArray();
        var name = sameName && _info is not null ? _info.Name : Encoding.UTF8.GetString(_name);
        _info = new ProcessInfo(pid, stat.ParentPid, name, stat.State, group, stat.StartTicks);
    }
}
