using System.Globalization;
using System.Text;
using Kernward.Machine;

namespace Kernward.History.Changes;

/// <summary>What package managers did, from the logs that they keep: dpkg, dnf, pacman and zypper. Read from the end, so that only what is recent costs.</summary>
internal static class PackageLog
{
    private const int MostLines = 20_000;

    /// <summary>Packages of one minute and one action beyond so many are counted, not listed.</summary>
    private const int MostListed = 3;

    private sealed record Entry(DateTimeOffset At, string Action, string Package);

    private delegate Entry? Parser(string line, TimeZoneInfo zone);

    private static readonly (string Path, Parser Parse)[] Logs =
    [
        ("var/log/dpkg.log", Dpkg), ("var/log/dnf.rpm.log", Dnf), ("var/log/pacman.log", Pacman), ("var/log/zypp/history", Zypper),
    ];

    /// <summary>Times without an offset are in <paramref name="zone"/>, the host's own.</summary>
    public static IEnumerable<HistoryEvent> Read(Host host, DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone) =>
        Logs.SelectMany(log => Recent(host, log.Path, log.Parse, from, zone))
            .Where(entry => entry.At >= from && entry.At <= to)
            .GroupBy(entry => (Minute: entry.At.ToUnixTimeSeconds() / 60, entry.Action))
            .Select(group => new HistoryEvent(group.Min(entry => entry.At), "package", Text(group.Key.Action, [.. group.Select(entry => entry.Package).Distinct()])));

    private static string Text(string action, List<string> packages) => packages.Count <= MostListed
        ? $"{action} {string.Join(", ", packages)}"
        : $"{action} {packages.Count} packages ({string.Join(", ", packages.Take(MostListed))}, ...)";

    private static List<Entry> Recent(Host host, string path, Parser parse, DateTimeOffset from, TimeZoneInfo zone)
    {
        var found = new List<Entry>();
        if (!host.TryRead(path, out var content)) return found;
        for (var (end, lines) = (content.Length, 0); end > 0 && lines < MostLines; lines++)
        {
            var start = content[..end].LastIndexOf((byte)'\n') + 1;
            if (parse(Encoding.UTF8.GetString(content[start..end]), zone) is { } entry)
            {
                if (entry.At < from) break;
                found.Add(entry);
            }
            end = start - 1;
        }
        return found;
    }

    /// <summary><c>2026-11-27 05:00:01 upgrade libc6:amd64 2.36-9 2.36-10</c>.</summary>
    private static Entry? Dpkg(string line, TimeZoneInfo zone) => line.Split(' ') is [var day, var time, var action, var package, var old, var version, ..]
        && action is "install" or "upgrade" or "remove" or "purge"
            ? Made(Local($"{day} {time}", zone), action, action == "upgrade" ? $"{Name(package)} {old} to {version}" : Name(package))
            : null;

    /// <summary><c>2026-03-01T03:00:00+0000 SUBDEBUG Upgraded: kernel-6.1</c>.</summary>
    private static Entry? Dnf(string line, TimeZoneInfo zone) => line.Split(' ') is [var time, _, var action, var package, ..]
        && action is "Installed:" or "Upgraded:" or "Upgrade:" or "Removed:" or "Erase:"
            ? Made(Absolute(time), action.TrimEnd(':').ToLowerInvariant() switch { "installed" => "install", "upgraded" or "upgrade" => "upgrade", _ => "remove" }, package)
            : null;

    /// <summary><c>[2026-03-01T03:00:00+0000] [ALPM] upgraded linux (6.1 -> 6.2)</c>.</summary>
    private static Entry? Pacman(string line, TimeZoneInfo zone) => line.Split(' ', 5) is [var time, "[ALPM]", var action, var package, ..]
        && action is "installed" or "upgraded" or "removed"
            ? Made(Absolute(time.Trim('[', ']')), action switch { "installed" => "install", "upgraded" => "upgrade", _ => "remove" }, package)
            : null;

    /// <summary><c>2026-03-01 03:00:00|install|nginx|1.24|x86_64|...</c>.</summary>
    private static Entry? Zypper(string line, TimeZoneInfo zone) => line.Split('|') is [var time, var action, var package, ..]
        && action is "install" or "remove"
            ? Made(Local(time, zone), action, package)
            : null;

    private static Entry? Made(DateTimeOffset? at, string action, string package) => at is { } time ? new Entry(time, action, package) : null;

    private static string Name(string package) => package.Split(':')[0];

    private static DateTimeOffset? Local(string text, TimeZoneInfo zone) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? new DateTimeOffset(time, zone.GetUtcOffset(time)).ToUniversalTime() : null;

    private static DateTimeOffset? Absolute(string text) =>
        DateTimeOffset.TryParse(text.EndsWith('Z') || text.Length < 5 || text[^3] == ':' ? text : text[..^2] + ":" + text[^2..],
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUniversalTime() : null;
}
