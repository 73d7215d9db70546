using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Cgroups;

/// <summary>Reads what one controller says of one group, into the vocabulary of v2.</summary>
internal abstract class GroupReader(string directory)
{
    public abstract void Read(Host host, string group, SnapshotBuilder into);

    protected GroupFile File(string name) => new($"{directory}/{name}");

    protected static void Add(SnapshotBuilder into, string metric, double? value, string group)
    {
        if (value is { } number) into.Add(metric, number, group);
    }

    /// <summary>Reads "key value" lines through a table that all groups share.</summary>
    protected static void Take(Host host, GroupFile file, KeyedTable table, string group, SnapshotBuilder into)
    {
        if (!file.TryRead(host, out var content)) return;
        table.Clear();
        table.TakeLines(content);
        table.AddTo(into, group);
    }
}
