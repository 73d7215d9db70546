using Kernward.Machine;

namespace Kernward.Plugins.Hardware;

/// <summary>
/// Caches of some CPUs. On a large machine each CPU has twenty files about its caches, most of which say the same: a CPU is only
/// asked about a cache that no CPU before it shares.
/// </summary>
internal static class CacheReader
{
    private const int MaxIndex = 8;

    public static IReadOnlyList<Cache> Read(Host host, IReadOnlyList<int> cpus)
    {
        var found = new List<Cache>();
        for (var index = 0; index < MaxIndex; index++)
        {
            var seen = new HashSet<int>();
            foreach (var cpu in cpus.Where(cpu => !seen.Contains(cpu)))
            {
                if (ReadOne(host, $"sys/devices/system/cpu/cpu{cpu}/cache/index{index}", out var sharers) is not { } cache) continue;
                found.Add(cache);
                seen.UnionWith(sharers);
            }
            if (seen.Count == 0 && index >= 4) break;
        }
        return
        [
            .. found.GroupBy(cache => cache with { Count = 0 }).Select(group => group.Key with { Count = group.Count() })
                .OrderBy(cache => cache.Level).ThenBy(cache => cache.Type, StringComparer.Ordinal).ThenBy(cache => cache.Size),
        ];
    }

    private static Cache? ReadOne(Host host, string path, out IReadOnlyList<int> sharers)
    {
        sharers = [];
        if (host.Small(path + "/level") is not { } level || Bytes(host.Line(path + "/size")) is not { } size) return null;
        sharers = CpuList.Parse(host.Line(path + "/shared_cpu_list"));
        return new Cache(level, host.Line(path + "/type")?.ToLowerInvariant() ?? "unified", size, 1, Math.Max(1, sharers.Count));
    }

    /// <summary><c>48K</c>; older kernels and firmware leave it empty or zero where they do not know.</summary>
    private static long? Bytes(string? text)
    {
        if (text is not { Length: > 1 } || HostTexts.Whole(text[..^1]) is not { } number || number is 0 or > 1 << 30) return null;
        return text[^1] switch { 'K' => number << 10, 'M' => number << 20, _ => null };
    }
}
