using System.Globalization;
using Kernward.Machine;

namespace Kernward.Confinement;

/// <summary>
/// Finds a network namespace by what keeps it: a process in it, a thread of one, a bind mount (<c>/run/netns/blue</c>) in any mount
/// namespace, an open file. One that nothing of these keeps is gone. A process that may not be looked into raises doubt, unless it
/// is seen to be in the namespace of another. Needs CAP_SYS_PTRACE to look, and CAP_SYS_ADMIN to enter.
/// </summary>
public sealed class NamespaceFinder(Host host, SandboxWriter writer) : INamespaces
{
    public NamespaceSearch Find(string name, string cookie)
    {
        if (Number(name) is not { } number) return new NamespaceSearch(null, $"'{Domain.Shown.Safe(name)}' is not the name of one");
        var (unseen, doubt) = (new List<string>(), "");
        foreach (var path in Places(name, unseen))
        {
            if (OpenNamespace.TryOpen(path, number) is not { } found)
            {
                doubt = $"{path} led to it a moment ago, and cannot be opened";
                continue;
            }
            try
            {
                var now = found.Within(NetworkNamespace.Cookie);
                if (cookie.Length == 0 || now.Length == 0 || now == cookie)
                    return new NamespaceSearch(new NamespacePlace(now, new NamespaceHost(host, found), new NamespaceWriter(writer, found), found));
                // The number was free and was given to another, which has had nothing of ours.
                found.Dispose();
                return new NamespaceSearch(null);
            }
            catch (ConfinementException e)
            {
                found.Dispose();
                return new NamespaceSearch(null, e.Message);
            }
        }
        return new NamespaceSearch(null, doubt.Length > 0 ? doubt : Doubt(unseen));
    }

    private static ulong? Number(string name) =>
        name.StartsWith("net:[", StringComparison.Ordinal) && name.EndsWith(']')
        && ulong.TryParse(name.AsSpan(5..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Cheapest first; each is looked for only where those before led nowhere. Processes that cannot be asked go to a list.</summary>
    private static IEnumerable<string> Places(string name, List<string> unseen)
    {
        var processes = Processes();
        foreach (var process in processes)
        {
            var link = FileNumber.Link($"{process}/ns/net", out var error);
            if (link == name) yield return $"{process}/ns/net";
            if (error is Errno.Eacces or Errno.Eperm) unseen.Add(process);
        }
        foreach (var thread in processes.SelectMany(process => Entries($"{process}/task")))
            if (FileNumber.Link($"{thread}/ns/net", out _) == name) yield return $"{thread}/ns/net";
        foreach (var path in Mounts(processes, name)) yield return path;
        foreach (var file in processes.SelectMany(process => Entries($"{process}/fd")))
            if (FileNumber.Link(file, out _) == name) yield return file;
    }

    private static List<string> Processes() => [.. Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(path["/proc/".Length]))];

    /// <summary>Of the table of every mount namespace, as one of its processes sees it.</summary>
    private static IEnumerable<string> Mounts(List<string> processes, string name) =>
        from process in processes.DistinctBy(process => FileNumber.Link($"{process}/ns/mnt", out _) ?? process)
        from line in Lines($"{process}/mountinfo")
        let fields = line.Split(' ')
        where fields.Length > 5 && fields[3] == name
        select $"{process}/root{MountPath.Unescape(fields[4])}";

    private static IReadOnlyList<string> Entries(string directory)
    {
        try
        {
            return Directory.GetFileSystemEntries(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process has ended, or is one of those that cannot be asked.
            return [];
        }
    }

    private static IReadOnlyList<string> Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>
    /// <c>/proc/PID/net</c> may be looked at even where <c>ns/net</c> may not: one file in it has the same number for all processes of
    /// a network namespace. All that can be asked were found to be in others than the one that is looked for.
    /// </summary>
    private static string Doubt(List<string> unseen)
    {
        if (unseen.Count == 0) return "";
        var others = Processes().Except(unseen).Select(Network).OfType<ulong>().ToHashSet();
        var doubtful = unseen.Find(process => Directory.Exists(process) && (Network(process) is not { } there || !others.Contains(there)));
        return doubtful is null ? "" : $"process {doubtful["/proc/".Length..]}, which cannot be looked into, may be in it";
    }

    private static ulong? Network(string process) => FileNumber.Of($"{process}/net/dev");
}
