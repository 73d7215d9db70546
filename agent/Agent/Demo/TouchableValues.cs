using System.Security.Cryptography;

namespace Kernward.Demo;

/// <summary>The raw bytes of everything that the demo could change: this namespace's network settings and its groups' controls.</summary>
internal sealed class TouchableValues
{
    /// <summary>Statistics, not settings: they change by themselves.</summary>
    private static readonly string[] Moving = [".stat", "usage", ".pressure", ".procs", "tasks", ".events", "stat.local", "events.local", ".current", ".peak", ".threads", "cgroup.stat"];

    private readonly Dictionary<string, string> _values = [];

    public int Count => _values.Count;

    public static TouchableValues Read(DemoGroups groups)
    {
        var found = new TouchableValues();
        foreach (var file in Directory.EnumerateFiles("/proc/sys/net", "*", SearchOption.AllDirectories)) found.Add(file);
        foreach (var file in Directory.EnumerateFiles(groups.Shop.Directory).Concat(Directory.EnumerateFiles(groups.Backup.Directory)))
            if (!Moving.Any(part => Path.GetFileName(file).Contains(part, StringComparison.Ordinal)))
                found.Add(file);
        return found;
    }

    /// <summary>Files whose bytes differ, or that are only in one of both.</summary>
    public IReadOnlyList<string> Differing(TouchableValues other) =>
        [.. _values.Keys.Union(other._values.Keys).Where(path => _values.GetValueOrDefault(path) != other._values.GetValueOrDefault(path)).Order()];

    private void Add(string path)
    {
        try
        {
            _values[path] = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Write-only triggers and the like hold no value that could be compared.
        }
    }
}
