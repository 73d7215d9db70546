namespace Kernward.Plugins.Sensors.Cgroups;

/// <summary>Which process is in which group, as of this sample; the group sensor writes it, the process sensor reads it.</summary>
internal sealed class CgroupMembers
{
    private readonly Dictionary<int, string> _groups = [];

    private readonly HashSet<string> _alive = new(StringComparer.Ordinal);

    public void Clear()
    {
        _groups.Clear();
        _alive.Clear();
    }

    public void AddGroup(string group) => _alive.Add(group);

    public bool IsAlive(string group) => _alive.Contains(group);

    public void Set(int pid, string group) => _groups[pid] = group;

    /// <summary>The group, or the root for a process that no other group claims.</summary>
    public string GroupOf(int pid) => _groups.GetValueOrDefault(pid, "/");
}
