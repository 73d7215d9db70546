using Kernward.Machine;

namespace Kernward.Owners;

/// <summary>A configuration file of the host; the path is relative to the root.</summary>
internal sealed record ConfigFile(string Path, string Content)
{
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    public IEnumerable<(int Number, string Text)> Lines => Content.Split('\n').Select((line, i) => (i + 1, line.Trim()));
}

/// <summary>Directories of drop-ins, as systemd reads them: <c>sysctl.d</c>, <c>tmpfiles.d</c>, <c>UNIT.d</c>.</summary>
internal static class ConfigFiles
{
    /// <summary>
    /// All files in the order in which they are read: by name, whatever the directory; of two of one name that of the earlier
    /// directory counts and hides the other. <paramref name="instead"/> is a file as it is going to be; blank is none.
    /// </summary>
    public static IReadOnlyList<ConfigFile> Read(Host host, IEnumerable<string> directories, string pattern = "*.conf", ConfigFile? instead = null)
    {
        var found = new SortedDictionary<string, ConfigFile>(StringComparer.Ordinal);
        foreach (var directory in directories)
        {
            var names = host.List(directory).ToHashSet();
            if (instead?.Path == $"{directory}/{instead?.Name}") names.Add(instead!.Name);
            foreach (var name in names.Where(name => name[0] != '.' && Glob.Matches(pattern, name)))
                if (Content(host, $"{directory}/{name}", instead) is { } file) found.TryAdd(name, file);
        }
        return [.. found.Values];
    }

    private static ConfigFile? Content(Host host, string path, ConfigFile? instead)
    {
        if (instead?.Path == path) return string.IsNullOrWhiteSpace(instead.Content) ? null : instead;
        return host.ReadText(path) is { } text ? new ConfigFile(path, text) : null;
    }
}
