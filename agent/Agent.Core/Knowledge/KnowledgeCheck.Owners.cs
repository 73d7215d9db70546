using Kernward.Machine;

namespace Kernward.Knowledge;

/// <summary>What must hold for the entries on owners.</summary>
internal static partial class KnowledgeCheck
{
    private static IEnumerable<string> Owners(KnowledgeBase known) =>
        Twice("owner", known.Owners.Select(owner => owner.Id)).Concat(known.Owners.SelectMany(owner => Of(known, owner)));

    private static IEnumerable<string> Of(KnowledgeBase known, OwnerEntry owner)
    {
        var where = $"owner {owner.Id}";
        foreach (var pattern in owner.Tunables.Where(pattern => !known.Tunables.Any(tunable => Glob.Matches(pattern, tunable.Id))))
            yield return $"{where}: no tunable is named '{pattern}'";
        foreach (var setting in owner.Settings)
        {
            if (setting.Tunable.Length > 0 && known.Tunable(setting.Tunable) is null) yield return $"{where}: unknown tunable '{setting.Tunable}'";
            if (setting.Pattern is { } pattern && setting.Tunable.Length == 0 && !pattern.GetGroupNames().Any(name => name is "name" or "path"))
                yield return $"{where}: a pattern without 'tunable' must catch its 'name' or its 'path'";
        }
        if (Lacks(owner) is { Length: > 0 } missing) yield return $"{where}: format {owner.Format} needs '{missing}'";
    }

    private static string Lacks(OwnerEntry owner) => owner.Format switch
    {
        OwnerFormat.Lines when owner.Files.Count == 0 => "files",
        OwnerFormat.Lines or OwnerFormat.Unit when owner.Settings.Count == 0 => "settings",
        OwnerFormat.Groups when owner.Groups.Count == 0 => "groups",
        OwnerFormat.Process when owner.Processes.Count == 0 => "processes",
        OwnerFormat.Groups or OwnerFormat.Process when owner.Tunables.Count == 0 => "tunables",
        _ => "",
    };
}
