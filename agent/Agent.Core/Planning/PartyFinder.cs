using Kernward.Domain;
using Kernward.Measurement;

namespace Kernward.Planning;

/// <summary>
/// Finds the control group that an operator means by a name: the group of that name, or the group of the processes of that
/// name. Names are compared without case, punctuation and unit suffixes (<c>nightly backup</c> is <c>nightly-backup.service</c>). With a
/// <paramref name="reach"/>, a group's path, only groups below it are meant.
/// </summary>
public sealed class PartyFinder(MetricSnapshot snapshot, string reach = "")
{
    private static readonly string[] Suffixes = [".service", ".slice", ".scope", ".timer", ".mount"];

    /// <summary>The group; null with the reason where there is none or more than one.</summary>
    public string? Find(string name, out string reason)
    {
        reason = $"'{name}' is no name";
        if (Key(name).Length == 0) return null;
        var named = Groups(name);
        if (named.Count == 1) return named[0];
        reason = named.Count > 1
            ? $"'{name}' could be {string.Join(", ", named.Take(4))}"
            : Processes(name).Count > 0
                ? $"'{name}' runs in the root control group; it has no group of its own that could be given more or less"
                : $"nothing called '{name}' runs here";
        return null;
    }

    /// <summary>Every group that the name could mean: those of that path, else of that name, else with processes of that name, else with the name in theirs.</summary>
    public IReadOnlyList<string> Groups(string name)
    {
        var wanted = Key(name);
        if (wanted.Length == 0) return [];
        var groups = snapshot.Cgroups.Where(IsMeant).ToList();
        var named = groups.Where(group => group == name.Trim()).ToList();
        if (named.Count == 0) named = groups.Where(group => Key(LastSegment(group)) == wanted).ToList();
        if (named.Count == 0) named = GroupsOfProcesses(wanted);
        return Foremost(named.Count > 0 ? named : [.. groups.Where(group => Key(LastSegment(group)).Contains(wanted, StringComparison.Ordinal))]);
    }

    /// <summary>Of several, those of the system: any user may give a group in his own slice the name of a service.</summary>
    private static List<string> Foremost(List<string> groups)
    {
        var ofSystem = groups.Where(group => !group.TrimStart('/').StartsWith("user.slice/", StringComparison.Ordinal)).ToList();
        return ofSystem.Count > 0 ? ofSystem : groups;
    }

    /// <summary>The processes of that name.</summary>
    public IReadOnlyList<ProcessInfo> Processes(string name) =>
        Key(name) is { Length: > 0 } wanted ? [.. snapshot.Processes.Where(process => Key(process.Name) == wanted)] : [];

    /// <summary>Every name that an operator could mean: groups and processes, shortest form.</summary>
    public IEnumerable<string> Names() => snapshot.Cgroups.Where(IsMeant)
        .Select(group => WithoutSuffix(LastSegment(group)))
        .Concat(snapshot.Processes.Select(process => process.Name))
        .Where(name => name.Length > 1)
        .Distinct(StringComparer.OrdinalIgnoreCase);

    private List<string> GroupsOfProcesses(string wanted) =>
        [.. snapshot.Processes.Where(process => Key(process.Name) == wanted).Select(process => process.Cgroup).Where(IsMeant).Distinct()];

    /// <summary>A name with characters that cannot be seen is nobody's word for anything.</summary>
    private bool IsMeant(string group) =>
        group is not "/" and not "" && group.EnumerateRunes().All(Shown.IsPlain) && (reach.Length == 0 || group.StartsWith(reach + "/", StringComparison.Ordinal));

    private static string LastSegment(string group) => group[(group.LastIndexOf('/') + 1)..];

    private static string WithoutSuffix(string name) =>
        Suffixes.FirstOrDefault(suffix => name.EndsWith(suffix, StringComparison.Ordinal)) is { } suffix ? name[..^suffix.Length] : name;

    /// <summary><c>the Nightly Backup</c>, <c>nightly-backup.service</c> and <c>nightly_backup</c> are one.</summary>
    private static string Key(string name)
    {
        var plain = WithoutSuffix(name.Trim().ToLowerInvariant());
        if (plain.StartsWith("the ", StringComparison.Ordinal)) plain = plain[4..];
        return string.Concat(plain.Where(char.IsLetterOrDigit));
    }
}
