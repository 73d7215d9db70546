using Kernward.Machine;

namespace Kernward.Owners;

/// <summary>Daemons that run now; looked at once.</summary>
internal sealed class Running(Host host)
{
    private ILookup<string, string>? _processes;

    /// <summary><c>process 812 (bpftune)</c>, or a path that only it makes; null where nothing shows it.</summary>
    public string? Find(IReadOnlyList<string> names, IReadOnlyList<string> traces)
    {
        _processes ??= Processes();
        foreach (var name in names)
            if (_processes[name].FirstOrDefault(IsRoots) is { } pid) return $"process {pid} ({name})";
        return traces.Where(IsThere).Select(trace => "/" + trace).FirstOrDefault();
    }

    private bool IsThere(string path) => path.LastIndexOf('/') is > 0 and var cut && host.List(path[..cut]).Contains(path[(cut + 1)..]);

    private ILookup<string, string> Processes() =>
        (from pid in host.List("proc")
         where pid.All(char.IsAsciiDigit)
         let name = Name(host.ReadText($"proc/{pid}/stat"))
         where name.Length > 0
         select (name, pid)).ToLookup(process => process.name, process => process.pid);

    private static string Name(string? stat)
    {
        var (start, end) = (stat?.IndexOf('(') ?? -1, stat?.LastIndexOf(')') ?? -1);
        return start >= 0 && end > start ? stat![(start + 1)..end] : "";
    }

    /// <summary>Anybody may call a process anything, but these daemons run as root; a recording may not say who runs them.</summary>
    private bool IsRoots(string pid) => host.ReadText($"proc/{pid}/status") is not { } status
        || status.Split('\n').Any(line => line.StartsWith("Uid:", StringComparison.Ordinal) && line.Split('\t') is [_, _, "0", ..]);
}
