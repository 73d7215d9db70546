using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Cgroups;

/// <summary>
/// One file of one group that is read at every sample. While it says the same, byte for byte, its readings are those from before, and
/// as new as the look at it.
/// </summary>
internal abstract class PulseReader(string path)
{
    private readonly GroupFile _file = new(path);
    private byte[] _content = [];
    private Readings? _readings;

    public bool IsThere => _readings is not null;

    /// <summary>True where the file was there and said what it had said before.</summary>
    public bool IsAsBefore { get; private set; }

    public void Sample(Host host, string group, SnapshotBuilder into)
    {
        IsAsBefore = false;
        if (!_file.TryRead(host, out var content))
        {
            _readings = null;
            return;
        }
        IsAsBefore = _readings is not null && content.SequenceEqual(_content);
        if (!IsAsBefore)
        {
            _readings = null;
            _content = content.ToArray();
            into.Gather();
            Read(_content, group, into);
            _readings = into.Gathered();
        }
        into.Add(_readings!, into.At);
    }

    public void Release(Host host) => _file.Release(host);

    protected abstract void Read(ReadOnlySpan<byte> content, string group, SnapshotBuilder into);
}
