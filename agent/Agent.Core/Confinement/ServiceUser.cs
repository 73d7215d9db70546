using System.Globalization;

namespace Kernward.Confinement;

/// <summary>The user as whom the mind works: <c>kernward</c> where an installation made one, else <c>nobody</c>.</summary>
public sealed record ServiceUser(string Name, uint Id, uint Group)
{
    private const string Own = "kernward";
    private static readonly ServiceUser Nobody = new("nobody", 65534, 65534);

    /// <summary>As the user database says.</summary>
    public static ServiceUser Find() => Find(Lines("/etc/passwd"));

    internal static ServiceUser Find(IEnumerable<string> passwd)
    {
        foreach (var fields in passwd.Select(line => line.Split(':')))
            if (fields is [Own, _, var user, var group, ..] && Number(user) is { } id && Number(group) is { } groupId && id > 0)
                return new ServiceUser(Own, id, groupId);
        return Nobody;
    }

    /// <summary>The group whose members may speak to a worker that listens; null where there is none.</summary>
    public static uint? ClientGroup() => ClientGroup(Lines("/etc/group"));

    internal static uint? ClientGroup(IEnumerable<string> groups) =>
        groups.Select(line => line.Split(':')).Where(fields => fields is [Own, _, _, ..]).Select(fields => Number(fields[2])).FirstOrDefault();

    private static IEnumerable<string> Lines(string path) => File.Exists(path) ? File.ReadLines(path) : [];

    private static uint? Number(string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
