using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Cgroups;

/// <summary>"key value" lines.</summary>
internal sealed class KeyedPulse(string path, KeyedTable table) : PulseReader(path)
{
    protected override void Read(ReadOnlySpan<byte> content, string group, SnapshotBuilder into) => table.AddLines(content, into, group);
}

/// <summary>One number.</summary>
internal sealed class NumberPulse(string path, string metric, double scale = 1) : PulseReader(path)
{
    private double? _value;

    /// <summary>In the metric's unit; null where the file is not there.</summary>
    public double? Value => IsThere ? _value : null;

    protected override void Read(ReadOnlySpan<byte> content, string group, SnapshotBuilder into)
    {
        _value = GroupFile.ParseNumber(content) * scale;
        if (_value is { } value) into.Add(metric, value, group);
    }
}

/// <summary>A resource's pressure, which a group can come under while it cannot run at all.</summary>
internal sealed class PressurePulse(string path, PressureFile file) : PulseReader(path)
{
    protected override void Read(ReadOnlySpan<byte> content, string group, SnapshotBuilder into) => file.Add(content, into, group);
}

/// <summary>The processes of a group.</summary>
internal sealed class MembersPulse(string path) : PulseReader(path)
{
    private readonly List<int> _pids = [];

    public IReadOnlyList<int> Pids => IsThere ? _pids : [];

    protected override void Read(ReadOnlySpan<byte> content, string group, SnapshotBuilder into)
    {
        _pids.Clear();
        var lines = new Lines(content);
        while (lines.Next(out var line))
        {
            var pid = Fields.ParseNumber(line);
            // A process of another pid namespace is shown as 0.
            if (pid is not 0 and <= int.MaxValue) _pids.Add((int)pid);
        }
        into.Add("cgroup.processes", _pids.Count, group);
    }
}
