using System.Text.RegularExpressions;
using Kernward.Machine;

namespace Kernward.Knowledge;

/// <summary>Who else sets tunables.</summary>
public sealed partial class KnowledgeReader
{
    private static OwnerEntry ReadOwner(Entry entry) => new()
    {
        Id = entry.Text("id"),
        Name = entry.Text("name"),
        Format = entry.OneOf<OwnerFormat>("format"),
        Holds = entry.OneOf<Hold>("holds"),
        Processes = entry.Texts("processes"),
        Traces = Paths(entry, "traces"),
        Files = Paths(entry, "files"),
        Groups = entry.Texts("groups"),
        Tunables = entry.Texts("tunables"),
        Settings = [.. entry.Entries("settings").Select(ReadOwnerSetting)],
        Instead = entry.Text("instead"),
        Source = entry.Text("source"),
    };

    private static IReadOnlyList<string> Paths(Entry entry, string key)
    {
        var paths = entry.Texts(key);
        foreach (var path in paths.Where(path => !HostPath.IsSafe(path))) entry.Wrong($"'{key}' has '{path}'; it must be a path below the root");
        return paths;
    }

    private static OwnerSetting ReadOwnerSetting(Entry entry)
    {
        var (name, pattern) = (entry.Text("name", required: false), entry.Text("pattern", required: false));
        if (name.Length == 0 == (pattern.Length == 0)) entry.Wrong("one of 'name' and 'pattern' is needed");
        var setting = new OwnerSetting(name, ReadPattern(entry, pattern), entry.Text("tunable", required: false),
            entry.Has("as") ? entry.OneOf<UnitValue>("as") : UnitValue.Plain);
        entry.Close();
        return setting;
    }

    /// <summary>
    /// Matched in bounded time, because the text is a file of the host. (The engine whose time is linear takes 200 ms to prepare
    /// these patterns, at every start; a test makes sure that all of them would be ones for it.)
    /// </summary>
    private static Regex? ReadPattern(Entry entry, string pattern)
    {
        if (pattern.Length == 0) return null;
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.Multiline, OwnerSetting.Patience);
        }
        catch (ArgumentException e)
        {
            entry.Wrong($"'pattern': {e.Message}");
            return null;
        }
    }
}
