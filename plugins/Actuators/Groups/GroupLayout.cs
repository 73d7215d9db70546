using Kernward.Machine;

namespace Kernward.Plugins.Actuators.Groups;

/// <summary>Where the hierarchies of control groups are mounted; paths relative to the host's root.</summary>
internal sealed record GroupLayout(string? Unified, IReadOnlyDictionary<string, string> Legacy)
{
    /// <summary>Names of what lies below a group in any hierarchy; files of its own among them.</summary>
    public IReadOnlyList<string> Below(Host host, string group) =>
        [.. Legacy.Values.Append(Unified).OfType<string>().Distinct().SelectMany(root => host.List(root + group)).Distinct()];

    public static GroupLayout Of(Host host)
    {
        string? unified = null;
        var legacy = new Dictionary<string, string>();
        foreach (var line in (host.ReadText("proc/self/mounts") ?? host.ReadText("proc/mounts") ?? "").Split('\n'))
        {
            if (line.Split(' ') is not [_, var place, var type, var options, ..]) continue;
            var path = Unescaped(place).TrimStart('/');
            if (!HostPath.IsSafe(path)) continue;
            if (type == "cgroup2") unified ??= path;
            else if (type == "cgroup")
                foreach (var option in options.Split(',')) legacy.TryAdd(option, path);
        }
        return new GroupLayout(unified, legacy);
    }

    /// <summary>Space, tab, newline and backslash are in octal in this file.</summary>
    private static string Unescaped(string place) =>
        place.Replace(@"\040", " ").Replace(@"\011", "\t").Replace(@"\012", "\n").Replace(@"\134", @"\");
}
