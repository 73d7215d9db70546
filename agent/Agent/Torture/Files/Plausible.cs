using Kernward.Knowledge;
using Kernward.Measurement;

namespace Kernward.Torture.Files;

/// <summary>What a reading can be, by its unit: a share of time is none above all of it, and no count is less than nothing.</summary>
internal sealed class Plausible(KnowledgeBase known)
{
    /// <summary>In degrees Celsius: colder than anything, hotter than silicon that still runs.</summary>
    private const double Coldest = -273.15, Hottest = 1000;

    private static readonly HashSet<string> MayBeNegative = ["system.clock.offset", "system.clock.frequency", "swap.area.priority", "process.nice", "memory.zone.fragmentation_index"];

    private readonly Dictionary<string, Metric> _metrics = known.Metrics.ToDictionary(metric => metric.Name);

    /// <summary>The first reading that cannot be, in words; empty where there is none.</summary>
    public string WhatIsNot(MetricSnapshot snapshot)
    {
        foreach (var (key, value) in snapshot.All)
            if (!IsPossible(key.Name, value)) return $"{key.Name} reads {value}, of '{key.Subject}'";
        return "";
    }

    private bool IsPossible(string name, double value)
    {
        if (!double.IsFinite(value)) return false;
        var metric = _metrics.GetValueOrDefault(name);
        return metric?.Unit switch
        {
            "%" => value is >= 0 and <= 100,
            "Cel" => value is >= Coldest and <= Hottest,
            "1" when name.StartsWith("system.filesystem", StringComparison.Ordinal) => value is >= 0 and <= 1,
            _ => value >= 0 || MayBeNegative.Contains(name),
        };
    }
}
