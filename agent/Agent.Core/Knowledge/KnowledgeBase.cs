using Kernward.Domain;

namespace Kernward.Knowledge;

/// <summary>Everything that is known, as data: what can be turned, what can go wrong, what a workload wants, what is measured.</summary>
public sealed class KnowledgeBase(
    IReadOnlyList<Tunable> tunables, IReadOnlyList<Detector> detectors, IReadOnlyList<Profile> profiles,
    IReadOnlyList<AllocationRule> allocations, IReadOnlyList<Metric> metrics)
{
    private readonly ILookup<string, Tunable> _tunables = tunables.ToLookup(tunable => tunable.Id);
    private readonly ILookup<string, Metric> _metrics = metrics.ToLookup(metric => metric.Name);

    public IReadOnlyList<Tunable> Tunables => tunables;

    public IReadOnlyList<Detector> Detectors => detectors;

    public IReadOnlyList<Profile> Profiles => profiles;

    public IReadOnlyList<AllocationRule> Allocations => allocations;

    public IReadOnlyList<Metric> Metrics => metrics;

    public IReadOnlyList<GuardMetric> Guards { get; init; } = [];

    public Metric? Metric(string name) => _metrics[name].FirstOrDefault();

    /// <summary>By exact canonical name; null if unknown. What is unknown cannot be written.</summary>
    public Tunable? Tunable(string id) => _tunables[id].FirstOrDefault();

    /// <summary>
    /// By what an operator or the model calls it: canonical name, alias, or a device's own
    /// (<c>block.sda.queue.scheduler</c> is <c>block.queue.scheduler</c> in scope <c>sda</c>).
    /// </summary>
    public (Tunable Tunable, string Scope)? Named(string name)
    {
        var wanted = name.Trim().Replace('/', '.');
        var found = Tunable(wanted)
            ?? tunables.FirstOrDefault(tunable => tunable.Aliases.Contains(wanted, StringComparer.OrdinalIgnoreCase))
            ?? tunables.FirstOrDefault(tunable => tunable.Id.Equals(wanted, StringComparison.OrdinalIgnoreCase));
        if (found is not null) return (found, found.Kind == "block" ? "" : "host");
        var parts = wanted.Split('.');
        if (parts.Length < 3 || parts[0] is not ("block" or "net")) return null;
        var ofDevice = Tunable(string.Join('.', parts.Where((_, i) => i != 1)));
        return ofDevice is { Kind: "block" or "sysfs" } ? (ofDevice, parts[1]) : null;
    }
}
