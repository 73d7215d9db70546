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

    public IReadOnlyList<View> Views { get; init; } = [];

    public IReadOnlyList<Constraint> Constraints { get; init; } = [];

    public IReadOnlyList<Term> Terms { get; init; } = [];

    /// <summary>Which finding brings which about.</summary>
    public IReadOnlyList<Causation> Causes { get; init; } = [];

    /// <summary>What is counted as load, and how.</summary>
    public IReadOnlyList<ResourceLoad> Loads { get; init; } = [];

    public IReadOnlyList<KernelEventKind> KernelEvents { get; init; } = [];

    /// <summary>What can run out.</summary>
    public IReadOnlyList<ForecastEntry> Forecasts { get; init; } = [];

    /// <summary>
    /// SHA-256 over the files that it was read from, in hexadecimal; empty where it was not read from files. Made when it is first
    /// asked for: only what is recorded or replayed needs it, and the library behind it takes 15 ms to load.
    /// </summary>
    public string Hash => HashOfFiles.Value;

    internal Lazy<string> HashOfFiles { private get; init; } = new("");
    /// <summary>Who else sets tunables, in the order in which they are named.</summary>
    public IReadOnlyList<OwnerEntry> Owners { get; init; } = [];

    /// <summary>What PCI devices are; the first that fits counts.</summary>
    public IReadOnlyList<DeviceModel> Devices { get; init; } = [];

    public IReadOnlyList<Xid> Xids { get; init; } = [];

    public IReadOnlyList<CpuModel> Cpus { get; init; } = [];

    public IReadOnlyList<CpuFeature> CpuFeatures { get; init; } = [];

    public Xid? Xid(int code) => Xids.FirstOrDefault(xid => xid.Code == code);

    public Metric? Metric(string name) => _metrics[name].FirstOrDefault();

    public View? View(string id) => Views.FirstOrDefault(view => view.Id == id);

    /// <summary>By its name or one of its other names, however written, in singular or plural; null if unknown.</summary>
    public Term? Term(string name)
    {
        var key = Knowledge.Term.Key(name);
        return ByKey(key) ?? (key.EndsWith('s') ? ByKey(key[..^1]) : ByKey(key + "s"));
    }

    private Term? ByKey(string key) => key.Length == 0 ? null
        : Terms.FirstOrDefault(term => Knowledge.Term.Key(term.Id) == key)
            ?? Terms.FirstOrDefault(term => term.Aliases.Any(alias => Knowledge.Term.Key(alias) == key));

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
