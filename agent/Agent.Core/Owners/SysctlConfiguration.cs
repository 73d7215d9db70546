using Kernward.Machine;

namespace Kernward.Owners;

/// <summary>One assignment; <paramref name="Key"/> is the path below proc/sys. Null: what follows a <c>-</c> is kept out of patterns.</summary>
public sealed record SysctlLine(string Key, string? Value, string Path, int Line);

/// <summary>
/// What systemd-sysctl sets at boot, by its own rules: files by name whatever their directory, a later assignment of one key
/// replaces an earlier, and a key that is named is never set by a pattern, wherever that stands.
/// </summary>
public sealed class SysctlConfiguration
{
    /// <summary>In order of precedence for files of one name.</summary>
    private static readonly string[] Directories =
        ["etc/sysctl.d", "run/sysctl.d", "usr/local/lib/sysctl.d", "usr/lib/sysctl.d", "lib/sysctl.d"];

    /// <summary>Read by sysctl(8) last of all, and by systemd only where a link in a directory leads to it.</summary>
    public const string Classic = "etc/sysctl.conf";

    private readonly List<SysctlLine> _lines = [];

    /// <summary>In the order in which they are applied.</summary>
    public IReadOnlyList<SysctlLine> Lines => _lines;

    public static SysctlConfiguration Read(Host host) => Read(host, null);

    /// <summary><paramref name="instead"/>: one file as it is going to be.</summary>
    internal static SysctlConfiguration Read(Host host, ConfigFile? instead)
    {
        var read = new SysctlConfiguration();
        var files = ConfigFiles.Read(host, Directories, instead: instead);
        foreach (var file in files) read.Add(file);
        if (host.ReadText(Classic) is { } classic && files.All(file => file.Content != classic)) read.Add(new ConfigFile(Classic, classic));
        return read;
    }

    /// <summary>The assignment that counts for a key such as <c>vm/swappiness</c>; null where none does.</summary>
    public SysctlLine? Winner(string key) => _lines.Find(line => line.Key == key) is { } named
        ? named.Value is null ? null : named
        : _lines.LastOrDefault(line => line.Value is not null && Glob.IsPattern(line.Key) && Glob.Matches(line.Key, key));

    /// <summary>
    /// A name as the path below proc/sys. Where its first separator is a dot, dots separate and slashes stand for dots
    /// (<c>net.ipv4.conf.eth0/100.forwarding</c>); where it is a slash, the name is a path already.
    /// </summary>
    public static string Key(string name)
    {
        var first = name.AsSpan().IndexOfAny('/', '.');
        if (first >= 0 && name[first] == '.')
            name = string.Create(name.Length, name, static (swapped, source) =>
            {
                for (var i = 0; i < swapped.Length; i++) swapped[i] = source[i] switch { '.' => '/', '/' => '.', var c => c };
            });
        return string.Join('/', name.Split('/').Where(part => part is not ("" or ".")));
    }

    private void Add(ConfigFile file)
    {
        foreach (var (number, text) in file.Lines)
            if (Parse(text) is { Key.Length: > 0 } found) Add(new SysctlLine(found.Key, found.Value, file.Path, number));
    }

    /// <summary>Null for what is neither an assignment nor an exclusion: systemd passes over it too.</summary>
    private static (string Key, string? Value)? Parse(string line)
    {
        if (line.Length == 0 || line[0] is '#' or ';') return null;
        var equals = line.IndexOf('=');
        if (equals < 0 && line[0] != '-') return null;
        var name = (equals < 0 ? line : line[..equals]).Trim();
        return (Key(name.StartsWith('-') ? name[1..].Trim() : name), equals < 0 ? null : line[(equals + 1)..].Trim());
    }

    /// <summary>The same value again leaves the earlier one its place, which matters between patterns; another goes to the end.</summary>
    private void Add(SysctlLine line)
    {
        var index = _lines.FindIndex(earlier => earlier.Key == line.Key);
        if (index >= 0 && _lines[index].Value == line.Value)
        {
            _lines[index] = line;
            return;
        }
        if (index >= 0) _lines.RemoveAt(index);
        _lines.Add(line);
    }
}
