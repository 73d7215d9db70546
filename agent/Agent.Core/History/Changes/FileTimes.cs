using Kernward.Machine;

namespace Kernward.History.Changes;

/// <summary>
/// Files of the configuration that were written lately, by the time that the file system has of them: units, sysctls, Kernward's own,
/// and what else lies in <c>/etc</c> and one folder below. A bounded number of looks, the telling places first.
/// </summary>
internal sealed class FileTimes(Host host, DateTimeOffset from, DateTimeOffset to)
{
    private const int MostLooks = 4000;

    private static readonly (string Kind, string Folder, int Depth)[] Places =
    [
        ("unit", "etc/systemd/system", 2), ("unit", "usr/local/lib/systemd/system", 2), ("unit", "run/systemd/system", 2),
        ("sysctl", "etc/sysctl.d", 1), ("sysctl", "run/sysctl.d", 1), ("sysctl", "usr/local/lib/sysctl.d", 1), ("sysctl", "etc/tmpfiles.d", 1),
        ("config", "etc/kernward", 1), ("config", "etc", 2),
    ];

    private readonly HashSet<string> _seen = [];
    private readonly List<HistoryEvent> _found = [];

    public IReadOnlyList<HistoryEvent> Read()
    {
        foreach (var (kind, folder, depth) in Places) Look(kind, folder, depth);
        return _found;
    }

    private void Look(string kind, string folder, int depth)
    {
        foreach (var name in host.List(folder))
        {
            var path = $"{folder}/{name}";
            if (_seen.Count >= MostLooks || !_seen.Add(path)) continue;
            if (depth > 1 && host.List(path).Count > 0)
            {
                Look(kind, path, depth - 1);
                continue;
            }
            if (host.ModifiedAt(path) is not { } at || at < from || at > to) continue;
            var isFolder = host.List(path).Count > 0;
            _found.Add(new HistoryEvent(at, kind, isFolder ? $"something in /{path} was added or taken away" : $"/{path} was written"));
        }
    }
}
