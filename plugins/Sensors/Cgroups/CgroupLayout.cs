using Kernward.Machine;

namespace Kernward.Plugins.Sensors.Cgroups;

/// <summary>
/// Where each controller's tree is. A group is named by its path in the tree that says who shares the CPU: that of the cpu
/// controller on v1, the only one on v2. Controllers have their v2 names here: <c>io</c> is blkio on v1.
/// </summary>
public sealed class CgroupLayout
{
    private const string Base = "sys/fs/cgroup";

    private static readonly string[] ForIdentity = ["cpu", "memory", "pids", "systemd"];

    private readonly Dictionary<string, Hierarchy> _controllers;

    private CgroupLayout(CgroupVersion version, Dictionary<string, Hierarchy> controllers, string? unified)
    {
        Version = version;
        _controllers = controllers;
        Unified = unified;
        Identity = version == CgroupVersion.V2
            ? unified
            : ForIdentity.Select(name => controllers.GetValueOrDefault(name)?.Root).FirstOrDefault(root => root is not null) ?? unified;
    }

    public CgroupVersion Version { get; }

    /// <summary>Root of the tree that names groups and says which processes are in them; null without control groups.</summary>
    public string? Identity { get; }

    /// <summary>Root of the v2 tree, the hybrid one included; null where there is none.</summary>
    public string? Unified { get; }

    /// <summary>Finds the trees from what is below /sys/fs/cgroup.</summary>
    public static CgroupLayout Detect(Host host)
    {
        if (Controllers(host, Base) is { } all)
            return new CgroupLayout(CgroupVersion.V2, all.ToDictionary(name => name, _ => new Hierarchy(Base, true)), Base);
        var found = new Dictionary<string, Hierarchy>(StringComparer.Ordinal);
        foreach (var directory in host.List(Base).Order(StringComparer.Ordinal))
            foreach (var name in directory.Split(','))
                if (name != "unified") found.TryAdd(name == "blkio" ? "io" : name, new Hierarchy($"{Base}/{directory}", false));
        const string unified = Base + "/unified";
        var onUnified = Controllers(host, unified);
        foreach (var name in onUnified ?? []) found[name] = new Hierarchy(unified, true);
        var version = onUnified is not null ? CgroupVersion.Hybrid : found.Count > 0 ? CgroupVersion.V1 : CgroupVersion.None;
        return new CgroupLayout(version, found, onUnified is null ? null : unified);
    }

    /// <summary>Directory of a group for a controller, as a path on the host; null where the controller is not mounted.</summary>
    /// <param name="controller">cpu, cpuacct, cpuset, memory, io or pids.</param>
    /// <param name="group">Path of the group, <c>/</c> for the root.</param>
    public string? Directory(string controller, string group) =>
        _controllers.TryGetValue(controller, out var hierarchy) ? Join(hierarchy.Root, group) : null;

    /// <summary>True where this controller's files are those of v2.</summary>
    public bool IsV2(string controller) => _controllers.TryGetValue(controller, out var hierarchy) && hierarchy.IsV2;

    /// <summary>
    /// True where the group that accounts for a process's CPU time is the group that says which processes are in it; on v1 the two can
    /// be mounted apart, and a process be here in the one and there in the other.
    /// </summary>
    public bool AccountsForMembers =>
        Identity is not null && _controllers.GetValueOrDefault(IsV2("cpu") ? "cpu" : "cpuacct")?.Root == Identity;

    /// <summary>Every tree that can have groups, the one of identity first.</summary>
    public IReadOnlyList<string> Trees() =>
        Identity is null ? [] : [.. new[] { Identity }.Concat(_controllers.Where(pair => pair.Key is "cpu" or "memory" or "io" or "pids")
            .Select(pair => pair.Value.Root).Order(StringComparer.Ordinal)).Distinct(StringComparer.Ordinal)];

    public static string Join(string root, string group) => group == "/" ? root : root + group;

    private static string[]? Controllers(Host host, string root) =>
        host.ReadText(root + "/cgroup.controllers")?.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private sealed record Hierarchy(string Root, bool IsV2);
}
