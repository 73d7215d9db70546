namespace Kernward.Plugins.Sensors.Cgroups;

/// <summary>Which process is in which group, as of this sample; the group sensor writes it, the process sensor reads it.</summary>
internal sealed class CgroupMembers
{
    private readonly Dictionary<int, string> _groups = [];
    private readonly Dictionary<string, TimeSpan?> _lastRan = new(StringComparer.Ordinal);
    private TimeSpan _at;

    /// <summary>Begins with the sample of this time.</summary>
    public void Clear(TimeSpan at)
    {
        _at = at;
        _groups.Clear();
        _lastRan.Clear();
    }

    /// <param name="lastRan">The last sample that found that something in the group had run; null where that is not known.</param>
    public void Add(string group, IReadOnlyList<int> pids, TimeSpan? lastRan)
    {
        _lastRan[group] = lastRan;
        for (var i = 0; i < pids.Count; i++) _groups[pids[i]] = group;
    }

    public bool IsAlive(string group) => _lastRan.ContainsKey(group);

    /// <summary>
    /// True where it is known that nothing in the group ran from the sample of the one time to that of the other, in which the groups
    /// were looked at, too.
    /// </summary>
    public bool HasRested(string group, TimeSpan since, TimeSpan now) => _at == now && _lastRan.GetValueOrDefault(group) <= since;

    /// <summary>The group, or the root for a process that no other group claims.</summary>
    public string GroupOf(int pid) => _groups.GetValueOrDefault(pid, "/");
}
