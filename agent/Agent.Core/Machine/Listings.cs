using System.Text;

namespace Kernward.Machine;

/// <summary>
/// Directory listings as text, one directory a line: <c>proc/100/task//100/101</c>. A slash parts the names because it is the
/// one character, with NUL, that no name has; lines end with a newline, so a name that has one is not recorded.
/// </summary>
internal static class Listings
{
    public const string Path = "cmd/list.txt";

    public static byte[] Render(IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> listings)
    {
        var text = new StringBuilder();
        foreach (var (directory, names) in listings.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (directory.Contains('\n')) continue;
            text.Append(directory).Append("//").AppendJoin('/', names.Where(name => !name.Contains('\n')).Order(StringComparer.Ordinal));
            text.Append('\n');
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public static Dictionary<string, IReadOnlyList<string>> Parse(ReadOnlySpan<byte> content)
    {
        var listings = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var line in Encoding.UTF8.GetString(content).Split('\n'))
        {
            var end = line.IndexOf("//", StringComparison.Ordinal);
            if (end <= 0) continue;
            listings[line[..end]] = line[(end + 2)..].Split('/', StringSplitOptions.RemoveEmptyEntries)
                .Where(name => name is not ("." or "..") && !name.Contains('\0')).ToArray();
        }
        return listings;
    }
}
