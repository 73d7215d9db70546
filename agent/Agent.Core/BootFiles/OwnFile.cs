using Kernward.Machine;

namespace Kernward.BootFiles;

/// <summary>
/// Names of the files that keep values over a reboot. Each is for one tunable in one scope and holds one assignment, so that
/// changes can be undone in any order without taking anything from each other. No other file below etc is ever written.
/// </summary>
public static class OwnFile
{
    /// <summary>After the files of packages (10 to 50), before what administrators number 99: they have the last word.</summary>
    private const string Rank = "90-kernward-";

    private static readonly string[] Places =
    [
        $"etc/sysctl.d/{Rank}*.conf",
        // The first line for one path counts here: systemd passes over a second.
        "etc/tmpfiles.d/00-kernward-*.conf",
        $"etc/systemd/system/*.d/{Rank}*.conf",
    ];

    /// <summary>True for a path that has the form of one of ours; whether its content is ours, <see cref="Provenance"/> says.</summary>
    public static bool Is(string path) => HostPath.IsSafe(path) && Places.Any(place => Glob.Matches(place, path));

    /// <summary>What must be written to have a content again: no file is a blank one.</summary>
    public static string WayBack(string raw) => raw.Length == 0 ? "\n" : raw;

    public static string Sysctl(string tunable) => $"etc/sysctl.d/{Rank}{tunable}.conf";

    public static string Tmpfiles(string tunable, string scope) =>
        $"etc/tmpfiles.d/00-kernward-{tunable}{(scope == "host" ? "" : "@" + scope)}.conf";

    public static string Unit(string unit, string tunable) => $"etc/systemd/system/{unit}.d/{Rank}{tunable}.conf";
}
