using System.Security.Cryptography;

namespace Kernward.Demo;

/// <summary>Digests of everything that the demo could change: this namespace's network settings and its groups' controls.</summary>
internal static class TouchableValues
{
    /// <summary>Statistics, not settings: they change by themselves.</summary>
    private static readonly string[] Moving = [".stat", "usage", ".pressure", ".procs", "tasks", ".events", "stat.local", "events.local", ".current", ".peak", ".threads", "cgroup.stat"];

    /// <summary>By file; what holds no value that could be read (triggers) is left out.</summary>
    public static Dictionary<string, string> Read(DemoGroups groups) =>
        Directory.EnumerateFiles("/proc/sys/net", "*", SearchOption.AllDirectories)
            .Concat(new[] { groups.Shop, groups.Backup }.SelectMany(group => Directory.EnumerateFiles(group.Directory)).Where(IsSetting))
            .Select(path => (path, Digest: Digest(path))).Where(found => found.Digest is not null).ToDictionary(found => found.path, found => found.Digest!);

    /// <summary>Files whose bytes differ, or that are only in one of both.</summary>
    public static IReadOnlyList<string> Differing(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
        [.. one.Keys.Union(other.Keys).Where(path => one.GetValueOrDefault(path) != other.GetValueOrDefault(path)).Order()];

    private static bool IsSetting(string path) => !Moving.Any(part => Path.GetFileName(path).Contains(part, StringComparison.Ordinal));

    private static string? Digest(string path)
    {
        try
        {
            return Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
