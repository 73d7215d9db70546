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
    private Values _values;
    private int _rests;

    /// <summary>Start time in ticks since boot: with the pid, what tells a process from a later one with its number.</summary>
    public long? StartTicks { get; private set; }

    public bool IsKernelThread { get; private set; }

    public ulong Threads => _values.Threads;

    /// <summary>Null until read, and for a kernel thread.</summary>
    public ProcessInfo? Info => _info;

    /// <summary>
    /// True for a process that did not run since it was last read: most of them, and its readings stand. What others can change
    /// about it (its memory by reclaim, its parent, its niceness) is read again within 16 samples.
    /// </summary>
    public bool Rests(Host host, string group)
    {
        if (_info is null || Threads != 1 || ++_rests % 16 == pid % 16 || !_delay.HasNotRun(host)) return false;
        if (_info.Cgroup != group) _info = _info with { Cgroup = group };
        return true;
    }

    /// <summary>Reads /proc/PID/stat; false where the process is gone.</summary>
    public bool ReadStat(Host host, string group)
    {
        if (!host.TryRead(_stat, out var content)) return false;
        var stat = ProcessStat.Parse(content);
        IsKernelThread = stat.IsKernelThread;
        StartTicks = stat.StartTicks;
        if (IsKernelThread) return true;
        Describe(stat, group);
        _values = _values with
        {
            Cpu = stat.CpuTicks * CpuSensor.Tick, Pages = stat.ResidentPages, Threads = stat.Threads, Faults = stat.MajorFaults,
            Nice = stat.Nice, RealTimePriority = stat.RealTimePriority,
        };
        return true;
    }

    /// <summary>Reads the dearer files; what the process's run delay grew by, in ns.</summary>
    public ulong? ReadRest(Host host, SnapshotBuilder into)
    {
        ReadInputOutput(host);
        _files.Read(host, _subject, into);
        var gained = _delay.Read(host, Threads);
        _values = _values with { HasDelay = gained is not null };
        return gained;
    }

    public void AddTo(SnapshotBuilder into, double pageSize)
    {
        into.Add("process.cpu.time", _values.Cpu, _subject);
        into.Add("process.memory.rss", _values.Pages * pageSize, _subject);
        into.Add("process.threads", _values.Threads, _subject);
        into.Add("process.major_faults", _values.Faults, _subject);
        into.Add("process.nice", _values.Nice, _subject);
        if (_values.RealTimePriority > 0) into.Add("process.realtime_priority", _values.RealTimePriority, _subject);
        if (_values.HasDelay) into.Add("process.run_delay", _delay.Total / 1e9, _subject);
        if (_values.ReadBytes is { } read) into.Add("process.io.read_bytes", read, _subject);
        if (_values.WriteBytes is { } written) into.Add("process.io.write_bytes", written, _subject);
    }

    private void ReadInputOutput(Host host)
    {
        double? read = null, written = null;
        if (host.TryRead(_io, out var content))
        {
            var lines = new Lines(content);
            while (lines.Next(out var line))
            {
                if (line.StartsWith("read_bytes: "u8)) read = Fields.ParseNumber(line["read_bytes: "u8.Length..]);
                else if (line.StartsWith("write_bytes: "u8)) written = Fields.ParseNumber(line["write_bytes: "u8.Length..]);
            }
        }
        _values = _values with { ReadBytes = read, WriteBytes = written };
    }

    private void Describe(in ProcessStat stat, string group)
    {
        var sameName = stat.Name.SequenceEqual(_name);
        if (_info is { } known && sameName && known.State == stat.State && known.ParentPid == stat.ParentPid && known.Cgroup == group) return;
        if (!sameName) _name = stat.Name.ToArray();
        var name = sameName && _info is not null ? _info.Name : Encoding.UTF8.GetString(_name);
        _info = new ProcessInfo(pid, stat.ParentPid, name, stat.State, group, stat.StartTicks);
    }

    private readonly record struct Values(double Cpu, double Pages, ulong Threads, double Faults, double Nice)
    {
        public double RealTimePriority { get; init; }

        public bool HasDelay { get; init; }

        public double? ReadBytes { get; init; }

        public double? WriteBytes { get; init; }
    }
}
