using System.Globalization;
using Kernward.Machine;

namespace Kernward.History.Changes;

/// <summary>
/// What changed on a host, on the same time axis as its metrics: packages, boots, units, sysctls and configuration, as far as their
/// files tell, and what the observer saw. Bounded in number and cost; writes nothing. Texts hold names of the host.
/// </summary>
public sealed class ChangeFinder(Host host, HistoryReader? reader, TimeZoneInfo zone)
{
    private const int MostEvents = 200;

    /// <summary>Between two moments, oldest first, the newest 200; <paramref name="own"/> are those of Kernward's own journal.</summary>
    public IReadOnlyList<HistoryEvent> Find(DateTimeOffset from, DateTimeOffset to, IEnumerable<HistoryEvent> own)
    {
        var packages = PackageLog.Read(host, from, to, zone).ToList();
        var files = new FileTimes(host, from, to).Read().Where(file => !packages.Exists(package => IsPartOf(package, file)));
        return
        [
            .. packages.Concat(files).Concat(Boots()).Concat(reader?.Events(from, to, MostEvents) ?? [])
                .Concat(own).Where(found => found.At >= from && found.At <= to)
                .OrderBy(found => found.At).TakeLast(MostEvents),
        ];
    }

    /// <summary>What a package manager wrote while it worked is the package's change.</summary>
    private static bool IsPartOf(HistoryEvent package, HistoryEvent file) => (file.At - package.At).Duration() < TimeSpan.FromSeconds(90);

    private IEnumerable<HistoryEvent> Boots()
    {
        var line = host.ReadText("proc/stat")?.Split('\n').FirstOrDefault(text => text.StartsWith("btime ", StringComparison.Ordinal));
        if (line is null || !long.TryParse(line.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var boot)) yield break;
        yield return new HistoryEvent(DateTimeOffset.FromUnixTimeSeconds(boot), "kernel", $"booted Linux {HostIdentity.Of(host).KernelRelease}");
    }
}
