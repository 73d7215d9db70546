using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Cgroups;

/// <summary>One file of "key value" lines, whose every metric a table knows.</summary>
internal sealed class TableReader : GroupReader
{
    private readonly GroupFile _file;
    private readonly KeyedTable _table;

    public TableReader(string directory, string name, KeyedTable table) : base(directory, Tempo.Moving) =>
        (_file, _table) = (File(name), table);

    protected override void Read(Host host, string group, SnapshotBuilder into)
    {
        if (_file.TryRead(host, out var content)) _table.AddLines(content, into, group);
    }
}
