using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Kernward.Domain;

namespace Kernward.BootFiles;

/// <summary>What a file of ours says of itself: which change made it, when, for whom and why, and a hash of all the rest.</summary>
public static class Provenance
{
    private const string Mark = "# Kernward made this file", Seal = "# sha256 of the other lines: ";

    /// <summary>The file's content: comments, then <paramref name="assignment"/> (lines, each with its end). ASCII whatever it is told.</summary>
    public static string Write(Origin origin, string assignment)
    {
        var at = origin.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        string[] lines =
        [
            $"{Mark} as part of change {origin.Change} on {at} UTC, approved by {origin.Who}.",
            $"# Why: {origin.Why}",
            $"# Before, {origin.Step.Tunable} was {origin.Step.From}. `kernward undo {origin.Change}` takes this file away again.",
            "# Do not edit: once it is altered, Kernward leaves it alone for good.",
        ];
        var header = string.Concat(lines.Select(line => Ascii(Shown.Safe(line, 400)) + "\n"));
        return header + Seal + Hash(header + assignment) + "\n" + assignment;
    }

    /// <summary>True where Kernward made it and nobody altered it since.</summary>
    public static bool IsIntact(string content)
    {
        if (!content.StartsWith(Mark, StringComparison.Ordinal)) return false;
        var start = content.IndexOf("\n" + Seal, StringComparison.Ordinal) + 1;
        var end = start > 0 ? content.IndexOf('\n', start) : -1;
        return end > 0 && content[(start + Seal.Length)..end] == Hash(content[..start] + content[(end + 1)..]);
    }

    private static string Ascii(string line) => string.Concat(line.Select(c => char.IsAscii(c) ? c : '?'));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.Latin1.GetBytes(text)));
}

/// <summary>Where a file of ours comes from.</summary>
public sealed record Origin(string Change, Step Step, string Who, DateTimeOffset At)
{
    public string Why => Step.Why;
}
