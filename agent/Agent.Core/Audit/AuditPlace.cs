using System.Globalization;

namespace Kernward.Audit;

/// <summary>
/// Where an audit log lives: <c>audit.log</c> and the full files before it (<c>audit-000000050000.log</c>, named by their last
/// entry) in the state directory, what rulings rested on in <c>audit/</c> there, and its head in a directory of its own, so that
/// who cuts the one has not cut the other.
/// </summary>
public sealed record AuditPlace(string StateDirectory, string AnchorDirectory)
{
    public const string Journald = "/run/systemd/journal/socket";

    public AuditPlace(string stateDirectory)
        : this(stateDirectory, DefaultAnchor(stateDirectory))
    {
    }

    /// <summary>Datagram socket of journald, which is told every head; empty where nobody is told.</summary>
    public string JournaldSocket { get; init; } = "";

    public string Log => Path.Combine(StateDirectory, "audit.log");

    public string Inputs => Path.Combine(StateDirectory, "audit");

    public string Anchor => Path.Combine(AnchorDirectory, "audit.head");

    /// <summary>Beside the state directory: <c>/var/lib/kernward-anchor</c> for <c>/var/lib/kernward</c>.</summary>
    public static string DefaultAnchor(string stateDirectory) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(stateDirectory)) + "-anchor";

    /// <summary>The name of a full file whose last entry has this number.</summary>
    public string Full(long last) => Path.Combine(StateDirectory, $"audit-{last:D12}.log");

    /// <summary>The last entry's number that a full file's name holds; 0 where it holds none.</summary>
    internal static long LastOf(string path) => long.TryParse(Path.GetFileNameWithoutExtension(path)["audit-".Length..],
        NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last : 0;

    /// <summary>Where the inputs of this hash are.</summary>
    internal string Input(string hash) => Path.Combine(Inputs, hash + ".json.gz");

    internal IEnumerable<FileInfo> InputFiles() => Directory.Exists(Inputs) ? new DirectoryInfo(Inputs).EnumerateFiles("*.json.gz") : [];

    /// <summary>There while something is pruned.</summary>
    internal string Unfinished => Path.Combine(Inputs, "pruning");

    /// <summary>Full files, oldest first.</summary>
    public IReadOnlyList<string> FullFiles() =>
        Directory.Exists(StateDirectory) ? [.. Directory.GetFiles(StateDirectory, "audit-*.log").Order(StringComparer.Ordinal)] : [];

    /// <summary>All files, oldest first.</summary>
    public IReadOnlyList<string> Files() => File.Exists(Log) ? [.. FullFiles(), Log] : FullFiles();

    /// <summary>Makes the directories, each for its owner alone.</summary>
    internal void Make()
    {
        foreach (var directory in new[] { StateDirectory, Inputs, AnchorDirectory }) Execution.StateDirectory.Make(directory);
    }
}
