using Kernward.Machine;

namespace Kernward.Owners;

/// <summary>Where a property of a unit is set.</summary>
internal sealed record UnitSetting(string Value, string Path, int Line);

/// <summary>A systemd unit as its files have it: its own file, then its drop-ins by name; a later assignment counts.</summary>
internal static class UnitSettings
{
    /// <summary>In order of precedence, as systemd.unit(5) has it.</summary>
    private static readonly string[] Directories =
    [
        "etc/systemd/system.control", "run/systemd/system.control", "run/systemd/transient", "etc/systemd/system", "run/systemd/system",
        "run/systemd/generator", "usr/local/lib/systemd/system", "usr/lib/systemd/system", "lib/systemd/system", "run/systemd/generator.late",
    ];

    /// <summary>The unit that a control group belongs to: <c>nginx.service</c> of <c>/system.slice/nginx.service/worker</c>; empty where none.</summary>
    public static string UnitOf(string group) =>
        group.Split('/').LastOrDefault(part => Suffixes.Any(suffix => part.Length > suffix.Length && part.EndsWith(suffix, StringComparison.Ordinal)) && HostPath.IsSafe(part)) ?? "";

    private static readonly string[] Suffixes = [".service", ".slice", ".scope", ".mount", ".swap", ".socket"];

    /// <summary>True where the unit has a file that is there after a reboot; a slice is there without one.</summary>
    public static bool Lasts(Host host, string unit) => unit.EndsWith(".slice", StringComparison.Ordinal)
        || new[] { unit, Template(unit) }.Any(name => Directories.Where(directory => !directory.StartsWith("run/systemd/transient", StringComparison.Ordinal))
            .Any(directory => host.List(directory).Contains(name)));

    /// <summary>Null where nothing sets the property, or an empty assignment takes it back.</summary>
    public static UnitSetting? Find(Host host, string unit, string property, ConfigFile? instead = null)
    {
        UnitSetting? found = null;
        foreach (var file in Files(host, unit, instead))
            foreach (var (number, text) in file.Lines)
                if (text.StartsWith(property, StringComparison.Ordinal) && text[property.Length..].TrimStart() is ['=', .. var value])
                    found = new UnitSetting(value.Trim(), file.Path, number);
        return found is { Value.Length: > 0 } ? found : null;
    }

    private static IEnumerable<ConfigFile> Files(Host host, string unit, ConfigFile? instead)
    {
        var own = from name in new[] { unit, Template(unit) }
                  from directory in Directories
                  let text = host.ReadText($"{directory}/{name}")
                  where text is not null
                  select new ConfigFile($"{directory}/{name}", text);
        var dropIns = Names(unit).SelectMany(name => Directories.Select(directory => $"{directory}/{name}.d"));
        return own.Take(1).Concat(ConfigFiles.Read(host, dropIns, instead: instead));
    }

    /// <summary>Names whose drop-ins a unit takes: its own, its template's, those of its dashed prefixes, and those of its type.</summary>
    private static IEnumerable<string> Names(string unit)
    {
        yield return unit;
        if (Template(unit) is { Length: > 0 } template) yield return template;
        var type = unit[(unit.LastIndexOf('.') + 1)..];
        for (var dash = unit.LastIndexOf('-'); dash > 0; dash = unit.LastIndexOf('-', dash - 1)) yield return $"{unit[..(dash + 1)]}.{type}";
        yield return type;
    }

    /// <summary><c>getty@.service</c> of <c>getty@tty1.service</c>; empty where it is no instance.</summary>
    private static string Template(string unit) =>
        unit.IndexOf('@') is > 0 and var at ? unit[..(at + 1)] + unit[unit.LastIndexOf('.')..] : "";
}
