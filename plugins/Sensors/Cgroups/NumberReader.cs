using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Cgroups;

/// <summary>Files of one number each, which are metrics as they stand; one that is absent or says that there is no limit is no reading.</summary>
internal sealed class NumberReader : GroupReader
{
    private readonly (GroupFile File, string Metric)[] _numbers;

    public NumberReader(string directory, Tempo tempo, params (string Name, string Metric)[] numbers) : base(directory, tempo) =>
        _numbers = [.. numbers.Select(number => (File(number.Name), number.Metric))];

    protected override void Read(Host host, string group, SnapshotBuilder into)
    {
        foreach (var (file, metric) in _numbers) Add(into, metric, file.Limit(host), group);
    }
}
