using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Cgroups;

/// <summary>
/// One group over many samples. <paramref name="turn"/> sets it apart from the others: each sample reads in turn a few of the groups
/// that did nothing.
/// </summary>
internal sealed class Group(string path, int turn, CgroupLayout layout, GroupTables tables)
{
    /// <summary>Samples after which what is <see cref="Tempo.Moving"/> is read of a group that did nothing: what others do to it.</summary>
    public const int MovingEvery = 8;

    /// <summary>Samples after which what is <see cref="Tempo.Setting"/> is read.</summary>
    public const int SettingEvery = 32;

    private readonly GroupReaders _readers = GroupReaders.For(path, layout, tables);

    /// <summary>Not asked of the root, which has what no other group has, and on v1 sorts a list of every task to tell it.</summary>
    private readonly MembersPulse? _members = path == "/" ? null : new MembersPulse(CgroupLayout.Join(layout.Identity!, path) + "/cgroup.procs");

    private bool _wasEverThere, _holds;

    public IReadOnlyList<int> Pids => _members?.Pids ?? [];

    /// <summary>False where the directory of the group is gone; another tree's group need not have one in the tree of identity.</summary>
    public bool IsThere => _members is null || _members.IsThere || !_wasEverThere;

    /// <summary>
    /// The last sample since whose predecessor it used CPU time, which the kernel tells to the microsecond at least: nothing in it ran
    /// after that. Null where it is not known.
    /// </summary>
    public TimeSpan? LastRan { get; private set; }

    /// <param name="number">Of the sample.</param>
    public void Sample(Host host, SnapshotBuilder into, int number)
    {
        _members?.Sample(host, path, into);
        _wasEverThere |= _members?.IsThere == true;
        _readers.Processor?.Sample(host, path, into);
        _readers.Memory?.Sample(host, path, into);
        foreach (var pressure in _readers.Pressure) pressure.Sample(host, path, into);
        var ran = _readers.Processor?.IsAsBefore != true;
        if (ran) LastRan = layout.AccountsForMembers && _readers.Processor?.IsThere == true ? into.At : null;
        var moved = ran || _readers.Memory?.IsAsBefore == false || _members?.IsAsBefore == false;
        foreach (var reader in _readers.Others) reader.Sample(host, path, into, !into.IsSparing || IsDue(reader.Tempo, moved, number));
        Hold(host, moved);
    }

    /// <summary>Holds no file open any more.</summary>
    public void Release(Host host)
    {
        _members?.Release(host);
        _readers.Processor?.Release(host);
        _readers.Memory?.Release(host);
        foreach (var pressure in _readers.Pressure) pressure.Release(host);
        foreach (var reader in _readers.Others) reader.Release(host);
    }

    private bool IsDue(Tempo tempo, bool moved, int number) => tempo switch
    {
        Tempo.Moving => moved || (number + turn) % MovingEvery == 0,
        _ => (number + turn) % SettingEvery == 0,
    };

    /// <summary>Files of a group that did nothing are not worth being held open.</summary>
    private void Hold(Host host, bool moved)
    {
        if (_holds && !moved)
            foreach (var reader in _readers.Others) reader.Release(host);
        _holds = moved;
    }
}
