using System.Text;
using System.Text.RegularExpressions;
using Kernward.Machine;

namespace Kernward.Execution;

/// <summary>
/// Content of small kernel files, kept byte for byte: as Latin-1, in which every byte is a character and comes back as itself.
/// A file with a line for each device (<c>8:0 rbps=max wbps=1048576</c>) is compared by the line that was written, named by its key.
/// </summary>
public static partial class RawFile
{
    /// <summary>The content; null where the file is absent or unreadable.</summary>
    public static string? Read(Host host, string path) =>
        host.TryRead(path, out var content) ? Encoding.Latin1.GetString(content) : null;

    public static byte[] Bytes(string raw) => Encoding.Latin1.GetBytes(raw);

    /// <summary>The value that a file holds: the chosen word of <c>always [madvise] never</c>, or all of it with single spaces.</summary>
    public static string Canonical(string raw) =>
        Chosen(raw) ?? string.Join(' ', raw.Split([' ', '\t', '\n', '\r', '\0'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The words of a file that marks its choice with brackets; none where it does not.</summary>
    public static IReadOnlyList<string> Offers(string raw) =>
        Chosen(raw) is null ? [] : raw.Replace('[', ' ').Replace(']', ' ').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Which line a written text addresses: <c>8:0</c>, <c>default</c>, or empty for the whole file.</summary>
    public static string Key(string written) => Keyed().Match(written) is { Success: true } match ? match.Groups[1].Value : "";

    /// <summary>The line of a key with its end, empty where there is none; the whole content where the key is empty.</summary>
    public static string Part(string raw, string key)
    {
        if (key.Length == 0) return raw;
        var line = raw.Split('\n').FirstOrDefault(line => line.StartsWith(key + " ", StringComparison.Ordinal));
        return line is null ? "" : line + "\n";
    }

    /// <summary>What must be written to get this content again, in the form of <paramref name="written"/>.</summary>
    public static string WayBack(string raw, string written)
    {
        var key = Key(written);
        if (key.Length == 0) return Chosen(raw) is { } word ? word + "\n" : raw.Length == 0 ? "\n" : raw;
        var line = Part(raw, key);
        if (line.Length > 0) return line;
        var settings = Settings(written).Select(setting => setting.Split('=') is [var name, _] ? $"{name}={None(name)}" : "0");
        return $"{key} {string.Join(' ', settings)}\n";
    }

    /// <summary>Whether a file has the line that was written: all that was set in it, or no line where that was "no limit".</summary>
    public static bool HasLine(string raw, string written)
    {
        var found = Settings(Part(raw, Key(written))).ToHashSet();
        return Settings(written).All(setting => found.Contains(setting) || (found.Count == 0 && IsNone(setting)));
    }

    private static IEnumerable<string> Settings(string line) => Canonical(line).Split(' ').Skip(1);

    private static string None(string setting) => setting == "target" ? "0" : "max";

    private static bool IsNone(string setting) => setting is "0" or "target=0" || setting.EndsWith("=max", StringComparison.Ordinal);

    private static string? Chosen(string raw) =>
        Bracketed().Matches(raw) is { Count: 1 } matches ? matches[0].Groups[1].Value : null;

    [GeneratedRegex(@"(?<=^|\s)\[([^\[\]\s]+)\](?=\s|$)")]
    private static partial Regex Bracketed();

    [GeneratedRegex(@"^(default|[0-9]+:[0-9]+) \S")]
    private static partial Regex Keyed();
}
