using System.Text.RegularExpressions;
using Kernward.BootFiles;
using Kernward.Domain;
using Kernward.Knowledge;
using Kernward.Machine;

namespace Kernward.Owners;

/// <summary>Finds who else sets a tunable on a host, as far as its files and processes show it. Reads each of them once; writes nothing.</summary>
public sealed class OwnerFinder(Host host, KnowledgeBase knowledge)
{
    private readonly Running _running = new(host);
    private readonly Lazy<SysctlConfiguration> _sysctls = new(() => SysctlConfiguration.Read(host));
    private readonly Lazy<TunedProfile> _profile = new(() => TunedProfile.Read(host));
    private readonly Dictionary<string, IReadOnlyList<ConfigFile>> _files = [];

    /// <summary>Every owner that is found, in the order of the knowledge base; files that Kernward made itself are none.</summary>
    public IReadOnlyList<Owner> Find(Tunable tunable, string scope) =>
        [.. knowledge.Owners.Select(entry => Find(entry, tunable, scope)).OfType<Owner>()];

    private Owner? Find(OwnerEntry entry, Tunable tunable, string scope) => entry.Format switch
    {
        OwnerFormat.SysctlD => Sysctl(entry, tunable, scope),
        OwnerFormat.Tuned => Tuned(entry, tunable, scope),
        OwnerFormat.Unit => Unit(entry, tunable, scope),
        OwnerFormat.Lines => Line(entry, tunable, scope),
        OwnerFormat.Groups => Group(entry, tunable, scope),
        _ => Names(entry, tunable) && _running.Find(entry.Processes, entry.Traces) is { } where ? Made(entry, where, "") : null,
    };

    private static bool Names(OwnerEntry entry, Tunable tunable) => entry.Tunables.Any(pattern => Glob.Matches(pattern, tunable.Id));

    private static Owner Made(OwnerEntry entry, string where, string value, Hold? holds = null, bool isSure = true) =>
        new(entry.Id, entry.Name, where, value, holds ?? entry.Holds, isSure, entry.Instead);

    private Owner? Sysctl(OwnerEntry entry, Tunable tunable, string scope) =>
        TunableFile.SysctlKey(TunableFile.PathOf(tunable, scope)) is { } key && _sysctls.Value.Winner(key) is { } line && !OwnFile.Is(line.Path)
            ? Made(entry, $"/{line.Path}:{line.Line}", line.Value!, isSure: line.Path != SysctlConfiguration.Classic)
            : null;

    private Owner? Tuned(OwnerEntry entry, Tunable tunable, string scope)
    {
        if (_profile.Value.Options.LastOrDefault(option => Sets(entry, option, tunable, scope)) is not { } option) return null;
        var isRunning = _running.Find(entry.Processes, entry.Traces) is not null;
        if (!isRunning && !entry.Files.Any(file => host.ReadText(file) is not null)) return null;
        var holds = isRunning && TunedProfile.IsDynamic(host) ? Hold.Continuously : entry.Holds;
        return Made(entry, $"TuneD profile {_profile.Value.Name} (/{option.Path}:{option.Line})", option.Value, holds, isRunning);
    }

    private static bool Sets(OwnerEntry entry, TunedOption option, Tunable tunable, string scope)
    {
        var path = TunableFile.PathOf(tunable, scope);
        return option.Type switch
        {
            "sysctl" => SysctlConfiguration.Key(option.Name) == TunableFile.SysctlKey(path),
            "sysfs" => path.Length > 0 && Glob.Matches(option.Name.TrimStart('/'), path),
            _ => entry.Settings.Any(setting => setting.Tunable == tunable.Id && setting.Name == $"{option.Type}.{option.Name}") && IsFor(option.Devices, scope),
        };
    }

    /// <summary>A list of patterns of devices, <c>!</c> before those left out; empty is all.</summary>
    private static bool IsFor(string devices, string scope)
    {
        var patterns = devices.Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries);
        if (patterns.Any(pattern => pattern[0] == '!' && Glob.Matches(pattern[1..], scope))) return false;
        return patterns.All(pattern => pattern[0] == '!') || patterns.Any(pattern => Glob.Matches(pattern, scope));
    }

    private Owner? Unit(OwnerEntry entry, Tunable tunable, string scope)
    {
        var last = scope.Split('/')[^1];
        if (tunable.Kind != "cgroup" || last.Length == 0 || UnitSettings.UnitOf(scope) != last) return null;
        return entry.Settings.Where(setting => setting.Tunable == tunable.Id)
            .Select(setting => UnitSettings.Find(host, last, setting.Name)).OfType<UnitSetting>()
            .Where(found => !OwnFile.Is(found.Path))
            .Select(found => Made(entry, $"/{found.Path}:{found.Line}", found.Value)).FirstOrDefault();
    }

    private static Owner? Group(OwnerEntry entry, Tunable tunable, string scope)
    {
        if (tunable.Kind != "cgroup" || !Names(entry, tunable)) return null;
        var part = scope.Split('/').FirstOrDefault(part => entry.Groups.Any(pattern => Glob.Matches(pattern, part)));
        return part is null ? null : Made(entry, $"{entry.Name}, which made {part},", "");
    }

    private Owner? Line(OwnerEntry entry, Tunable tunable, string scope)
    {
        // Most settings name their tunable: then the files, of which there can be thousands of lines, need no look for any other.
        var settings = entry.Settings.Where(setting => setting.Tunable.Length == 0 || setting.Tunable == tunable.Id).ToList();
        if (settings.Count == 0) return null;
        var path = TunableFile.PathOf(tunable, scope);
        var found = from file in Files(entry)
                    where !OwnFile.Is(file.Path)
                    from line in file.Lines
                    where line.Text.Length > 0 && line.Text[0] is not ('#' or ';')
                    from setting in settings
                    from match in Matches(setting, line.Text)
                    where Caught(setting, match.Groups, tunable, path) && IsFor(match.Groups["scope"].Value.Replace('|', ','), scope)
                    select Made(entry, $"/{file.Path}:{line.Number}", match.Groups["value"].Value.Trim());
        return found.LastOrDefault();
    }

    /// <summary>A line that takes longer to look at than any that means something says nothing.</summary>
    private static IEnumerable<Match> Matches(OwnerSetting setting, string line)
    {
        try
        {
            return setting.Pattern?.Match(line) is { Success: true } match ? [match] : [];
        }
        catch (RegexMatchTimeoutException)
        {
            return [];
        }
    }

    private static bool Caught(OwnerSetting setting, GroupCollection groups, Tunable tunable, string path)
    {
        if (setting.Tunable.Length > 0) return setting.Tunable == tunable.Id;
        return groups["path"] is { Success: true } file
            ? path.Length > 0 && Glob.Matches(file.Value.TrimStart('/'), path)
            : TunableFile.SysctlKey(path) is { } key && SysctlConfiguration.Key(groups["name"].Value) == key;
    }

    private IReadOnlyList<ConfigFile> Files(OwnerEntry entry)
    {
        if (_files.TryGetValue(entry.Id, out var known)) return known;
        var plain = entry.Files.Where(file => !Glob.IsPattern(file))
            .Select(file => host.ReadText(file) is { } text ? new ConfigFile(file, text) : null).OfType<ConfigFile>();
        var listed = entry.Files.Where(Glob.IsPattern).GroupBy(file => file[(file.LastIndexOf('/') + 1)..])
            .SelectMany(same => ConfigFiles.Read(host, same.Select(file => file[..file.LastIndexOf('/')]), same.Key));
        return _files[entry.Id] = [.. plain, .. listed];
    }
}
