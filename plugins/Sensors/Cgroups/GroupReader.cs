using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Cgroups;

/// <summary>
/// Reads what one controller says of one group, into the vocabulary of v2. What it read last it carries into the samples in which it
/// is not read again.
/// </summary>
internal abstract class GroupReader(string directory, Tempo tempo)
{
    private readonly List<GroupFile> _files = [];
    private Readings? _last;
    private TimeSpan _readAt;

    public Tempo Tempo => tempo;

    /// <summary>Adds the readings of a group: new ones where they are due, and else the last ones, which are as old as they are.</summary>
    public void Sample(Host host, string group, SnapshotBuilder into, bool isDue)
    {
        if (isDue || _last is null)
        {
            _last = null;
            into.Gather();
            Read(host, group, into);
            (_last, _readAt) = (into.Gathered(), into.At);
        }
        into.Add(_last, _readAt);
    }

    /// <summary>Its files are not read at each sample any more.</summary>
    public void Release(Host host)
    {
        foreach (var file in _files) file.Release(host);
    }

    protected abstract void Read(Host host, string group, SnapshotBuilder into);

    protected GroupFile File(string name)
    {
        var file = new GroupFile($"{directory}/{name}");
        _files.Add(file);
        return file;
    }

    protected static void Add(SnapshotBuilder into, string metric, double? value, string group)
    {
        if (value is { } number) into.Add(metric, number, group);
    }

    /// <summary>Reads "key value" lines through a table that all groups share.</summary>
    protected static void Take(Host host, GroupFile file, KeyedTable table, string group, SnapshotBuilder into)
    {
        if (file.TryRead(host, out var content)) table.AddLines(content, into, group);
    }
}
