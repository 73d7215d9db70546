using System.Text;
using Kernward.Domain;
using Kernward.Execution;
using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Tests.Answering;

/// <summary>A host of invented files; time stands still on it.</summary>
internal sealed class InventedHost(IReadOnlyDictionary<string, string> files) : Host
{
    public override string Name => "invented";

    public override bool IsLive => false;

    public override TimeSpan Uptime => TimeSpan.FromHours(5);

    public override DateTimeOffset Time => DateTimeOffset.UnixEpoch;

    public override bool TryRead(string path, out ReadOnlySpan<byte> content)
    {
        content = files.TryGetValue(path, out var text) ? Encoding.UTF8.GetBytes(text) : default;
        return files.ContainsKey(path);
    }

    public override IReadOnlyList<string> List(string directory) => [];

    public override Task WaitAsync(TimeSpan duration, CancellationToken cancel) => Task.CompletedTask;
}

/// <summary>Values of tunables by "id scope"; writes nothing.</summary>
internal sealed class InventedActuator(string kind, IReadOnlyDictionary<string, string> values) : IActuator
{
    public string Kind => kind;

    public string? Read(Host host, Tunable tunable, string scope) => values.GetValueOrDefault($"{tunable.Id} {scope}");

    public IReadOnlyList<FileEdit> Edits(Host host, Tunable tunable, string scope, TunableValue value) => [];
}

/// <summary>Two samples ten seconds apart.</summary>
internal sealed class InventedWindow
{
    private const double Seconds = 10;
    private readonly List<(string Name, double First, double Last, string Subject)> _values = [];
    private readonly List<ProcessInfo> _processes = [];
    private readonly List<string> _groups = [];

    public InventedWindow Gauge(string name, double value, string subject = "")
    {
        _values.Add((name, value, value, subject));
        return this;
    }

    public InventedWindow Counter(string name, double perSecond, string subject = "", double from = 1000)
    {
        _values.Add((name, from, from + (perSecond * Seconds), subject));
        return this;
    }

    public InventedWindow Process(int pid, string name, string group = "/")
    {
        _processes.Add(new ProcessInfo(pid, 1, name, 'S', group, 0));
        return this;
    }

    public InventedWindow Groups(params string[] groups)
    {
        _groups.AddRange(groups);
        return this;
    }

    public SampleWindow Build() => new([Snapshot(first: true), Snapshot(first: false)]);

    /// <summary>What a single look sees: no rates.</summary>
    public SampleWindow Glance() => new([Snapshot(first: false)]);

    private MetricSnapshot Snapshot(bool first)
    {
        var builder = new SnapshotBuilder(64);
        foreach (var (name, start, end, subject) in _values) builder.Add(name, first ? start : end, subject);
        foreach (var process in _processes) builder.AddProcess(process);
        foreach (var group in _groups) builder.AddCgroup(group);
        return builder.Seal(TimeSpan.FromSeconds(first ? 0 : Seconds), DateTimeOffset.UnixEpoch);
    }
}
