using Kernward.Machine;

namespace Kernward.Owners;

/// <summary>One option of a profile, under its plugin's type (<c>sysctl</c>, <c>vm</c>, <c>disk</c>).</summary>
internal sealed record TunedOption(string Type, string Name, string Value, string Devices, string Path, int Line);

/// <summary>TuneD's active profile with all that it includes: what is included comes first and is overridden.</summary>
internal sealed class TunedProfile
{
    private const string ActiveProfile = "etc/tuned/active_profile", MainSettings = "etc/tuned/tuned-main.conf";

    /// <summary>Of two profiles of one name that of the earlier directory counts.</summary>
    private static readonly string[] Directories =
        ["etc/tuned/profiles", "etc/tuned", "usr/lib/tuned/profiles", "usr/lib/tuned"];

    private readonly Host _host;
    private readonly HashSet<string> _seen = [];
    private readonly Dictionary<(string Unit, string Name), TunedOption> _options = [];

    private TunedProfile(Host host) => _host = host;

    /// <summary>As it is named in the active profile; empty where none is.</summary>
    public string Name { get; private init; } = "";

    public IEnumerable<TunedOption> Options => _options.Values;

    public static TunedProfile Read(Host host)
    {
        var name = host.ReadText(ActiveProfile)?.Trim() ?? "";
        var profile = new TunedProfile(host) { Name = name };
        foreach (var part in Words(name)) profile.Include(part);
        return profile;
    }

    /// <summary>Whether its plugins watch and correct what they set; a main file without the setting means they do.</summary>
    public static bool IsDynamic(Host host)
    {
        if (host.ReadText(MainSettings) is not { } text) return false;
        var setting = new ConfigFile(MainSettings, text).Lines.Select(line => Pair(line.Text)).LastOrDefault(pair => pair?.Key == "dynamic_tuning");
        return setting is null || setting.Value.Value is "1" or "true" or "True" or "yes" or "on";
    }

    private void Include(string name)
    {
        if (name.Contains('/') || !HostPath.IsSafe(name) || !_seen.Add(name)) return;
        var path = Directories.Select(directory => $"{directory}/{name}/tuned.conf").FirstOrDefault(path => _host.ReadText(path) is not null);
        if (path is null) return;
        var units = Units(new ConfigFile(path, _host.ReadText(path)!));
        foreach (var include in units.GetValueOrDefault("main", []).Where(option => option.Name == "include").SelectMany(option => Words(option.Value)))
            Include(include);
        foreach (var (unit, options) in units.Where(unit => unit.Key != "main")) Merge(unit, options);
    }

    private void Merge(string unit, List<TunedOption> options)
    {
        bool Has(string name, params string[] values) => options.Exists(option => option.Name == name && values.Contains(option.Value.ToLowerInvariant()));
        var isOff = Has("enabled", "0", "false");
        if (isOff || Has("replace", "1", "true"))
            foreach (var key in _options.Keys.Where(key => key.Unit == unit).ToList()) _options.Remove(key);
        if (isOff) return;
        foreach (var option in options) _options[(unit, option.Name)] = option;
    }

    private static Dictionary<string, List<TunedOption>> Units(ConfigFile file)
    {
        var units = new Dictionary<string, List<TunedOption>>();
        var unit = "";
        foreach (var (number, text) in file.Lines)
        {
            if (text is ['[', .. var name, ']']) unit = name.Trim();
            else if (Pair(text) is var (key, value))
            {
                if (!units.TryGetValue(unit, out var options)) units[unit] = options = [];
                options.Add(new TunedOption(unit, key, value, "", file.Path, number));
            }
        }
        return units.ToDictionary(found => found.Key, found => Typed(found.Value));
    }

    /// <summary>A section is of the type that it names, else of that of its own name.</summary>
    private static List<TunedOption> Typed(List<TunedOption> options)
    {
        string? Of(string name) => options.FindLast(option => option.Name == name)?.Value;
        return options.ConvertAll(option => option with { Type = Of("type") ?? option.Type, Devices = Of("devices") ?? "" });
    }

    private static (string Key, string Value)? Pair(string line)
    {
        var equals = line.IndexOf('=');
        return equals <= 0 || line[0] is '#' or ';' ? null : (line[..equals].Trim(), line[(equals + 1)..].Trim());
    }

    private static string[] Words(string text) => text.Split([' ', ',', ';', '\t'], StringSplitOptions.RemoveEmptyEntries);
}
