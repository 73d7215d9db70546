using System.Globalization;
using System.Text;
using Kernward.Machine;
using Kernward.Measurement;
using Kernward.Plugins.Sensors.Cgroups;

namespace Kernward.Plugins.Sensors;

/// <summary>One process over many samples: the strings that name it, and what it had before.</summary>
internal sealed class TrackedProcess(int pid)
{
    /// <summary>Samples after which a process that rests is read all the same.</summary>
    private const int ReadEvery = 16;

    private readonly HostFile _stat = new($"proc/{pid}/stat");
    private readonly HostFile _io = new($"proc/{pid}/io");
    private readonly string _subject = pid.ToString(CultureInfo.InvariantCulture);
    private readonly RunDelay _delay = new(pid);
    private readonly OpenFiles _files = new(pid);
    private byte[] _name = [];
    private ProcessInfo? _info;
    private Values _values;

    /// <summary>What only the process itself moves, what others can, and its open files; null where they are to be made of the values.</summary>
    private Readings? _own, _foreign, _open;
    private TimeSpan _readAt, _knownAt, _openAt;
    private int _rests;
    private bool _holds;

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
    public bool Rests(Host host, string group, CgroupMembers members, SnapshotBuilder into)
    {
        if (_info is null) return false;
        var withGroup = into.IsSparing && _info.Cgroup == group && members.HasRested(group, _knownAt, into.At);
        if (!withGroup && Threads != 1) return false;
        if (++_rests % ReadEvery == pid % ReadEvery || (!withGroup && !_delay.HasNotRun(host))) return false;
        if (_info.Cgroup != group) _info = _info with { Cgroup = group };
        if (_holds) ReleaseDearer(host);
        _knownAt = into.At;
        return true;
    }

    /// <summary>Holds no file open any more.</summary>
    public void Release(Host host)
    {
        _delay.Release(host);
        ReleaseDearer(host);
    }

    /// <summary>Reads /proc/PID/stat; false where the process is gone.</summary>
    public bool ReadStat(Host host, string group, TimeSpan now)
    {
        if (!host.TryRead(_stat, out var content)) return false;
        _holds = true;
        var stat = ProcessStat.Parse(content);
        IsKernelThread = stat.IsKernelThread;
        StartTicks = stat.StartTicks;
        if (IsKernelThread) return true;
        Describe(stat, group);
        (_own, _foreign, _readAt) = (null, null, now);
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
        into.Gather();
        _files.Read(host, _subject, into);
        (_open, _openAt) = (into.Gathered(), into.At);
        var gained = _delay.Read(host, Threads);
        _values = _values with { HasDelay = gained is not null };
        (_own, _knownAt) = (null, into.At);
        return gained;
    }

    /// <summary>What it moves itself is known to be as it is now; the rest is as old as it is where observations follow each other.</summary>
    public void AddTo(SnapshotBuilder into, double pageSize)
    {
        into.Add(_own ??= Own(into), into.At);
        into.Add(_foreign ??= Foreign(into, pageSize), into.IsSparing ? _readAt : into.At);
        if (_open is not null && (into.IsSparing || _openAt == into.At)) into.Add(_open, _openAt);
    }

    private Readings Own(SnapshotBuilder into)
    {
        into.Gather();
        into.Add("process.cpu.time", _values.Cpu, _subject);
        into.Add("process.threads", _values.Threads, _subject);
        into.Add("process.major_faults", _values.Faults, _subject);
        if (_values.HasDelay) into.Add("process.run_delay", _delay.Total / 1e9, _subject);
        if (_values.ReadBytes is { } read) into.Add("process.io.read_bytes", read, _subject);
        if (_values.WriteBytes is { } written) into.Add("process.io.write_bytes", written, _subject);
        return into.Gathered();
    }

    private Readings Foreign(SnapshotBuilder into, double pageSize)
    {
        into.Gather();
        into.Add("process.memory.rss", _values.Pages * pageSize, _subject);
        into.Add("process.nice", _values.Nice, _subject);
        if (_values.RealTimePriority > 0) into.Add("process.realtime_priority", _values.RealTimePriority, _subject);
        return into.Gathered();
    }

    private void ReleaseDearer(Host host)
    {
        host.Release(_stat);
        host.Release(_io);
        _holds = false;
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
