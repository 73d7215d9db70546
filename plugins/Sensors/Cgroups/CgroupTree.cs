using Kernward.Machine;

namespace Kernward.Plugins.Sensors.Cgroups;

/// <summary>
/// Finds the groups of all trees. Walking them is dear, so it is done again only when the kernel's numbers of groups changed,
/// a known group went away, or some samples have passed.
/// </summary>
internal sealed class CgroupTree(CgroupLayout layout)
{
    private const int MaxGroups = 1024;
    private const int MaxDepth = 16;
    private const int WalkAgainAfter = 30;

    private static readonly string[] Prefixes =
    [
        "cgroup.", "cpu.", "cpuacct.", "cpuset.", "memory.", "io.", "blkio.", "pids.", "hugetlb.", "rdma.", "misc.", "devices.",
        "freezer.", "net_cls.", "net_prio.", "perf_event.", "irq.", "dmem.",
    ];

    private static readonly string[] Units = [".slice", ".service", ".scope", ".mount", ".socket", ".swap"];

    private readonly SortedSet<string> _groups = new(StringComparer.Ordinal);
    private byte[] _signature = [];
    private int _age = WalkAgainAfter;

    /// <summary>Says that a known group could not be read: the next call walks.</summary>
    public void Suspect() => _age = WalkAgainAfter;

    /// <summary>Paths of the groups, in order, <c>/</c> first.</summary>
    public IReadOnlyCollection<string> Groups(Host host)
    {
        var changed = SignatureChanged(host);
        if (!changed && ++_age < WalkAgainAfter) return _groups;
        _age = 0;
        _groups.Clear();
        foreach (var tree in layout.Trees()) Walk(host, tree, "/", 0);
        return _groups;
    }

    /// <summary>/proc/cgroups has the number of groups of each v1 tree, cgroup.stat that of the v2 tree.</summary>
    private bool SignatureChanged(Host host)
    {
        var signature = new List<byte>();
        if (layout.Version != CgroupVersion.V2 && host.TryRead("proc/cgroups", out var counts)) signature.AddRange(counts);
        if (layout.Unified is { } root && host.TryRead(root + "/cgroup.stat", out var stat)) signature.AddRange(stat);
        if (signature.Count > 0 && signature.SequenceEqual(_signature)) return false;
        _signature = [.. signature];
        return true;
    }

    private void Walk(Host host, string tree, string group, int depth)
    {
        if (_groups.Count >= MaxGroups || depth > MaxDepth) return;
        var names = host.List(CgroupLayout.Join(tree, group));
        if (names.Count == 0) return;
        _groups.Add(group);
        foreach (var name in names)
            if (IsGroup(name)) Walk(host, tree, group == "/" ? "/" + name : $"{group}/{name}", depth + 1);
    }

    /// <summary>
    /// Names do not say whether they are directories. The kernel's own files begin with the controller's name, which groups
    /// are asked to avoid; a systemd unit called memory.service is told by its ending.
    /// </summary>
    internal static bool IsGroup(string name)
    {
        if (name is "tasks" or "notify_on_release" or "release_agent") return false;
        return !Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))
               || Units.Any(unit => name.EndsWith(unit, StringComparison.Ordinal));
    }
}
