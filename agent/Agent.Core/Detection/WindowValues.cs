using System.Globalization;
using Kernward.Knowledge;
using Kernward.Measurement;

namespace Kernward.Detection;

/// <summary>
/// What formulas read while one subject is looked at: metrics of the subject's kind are its own, metrics of the host are the
/// host's, a group's are those of the root group where the host is looked at, <c>top</c> is the highest of all subjects, tunables
/// are read by <paramref name="tunable"/>, and bare names come from <see cref="Named"/>.
/// </summary>
public sealed class WindowValues(KnowledgeBase known, SampleWindow window, string subject, Func<string, string?> tunable) : IFormulaValues
{
    /// <summary>Bare names: <c>current</c>, <c>other</c>, <c>value</c>; <c>cores</c>, <c>ram</c> and <c>page_size</c> are the host's.</summary>
    public IReadOnlyDictionary<string, double> Named { get; init; } = new Dictionary<string, double>();

    public double? Read(string function, string name)
    {
        if (function == "tunable") return Number(tunable(name));
        if (function.Length == 0) return Bare(name);
        if (known.Metric(name) is not { } metric) return null;
        return function == "top" ? Top(name) : window.Read(name, Owner(metric), ReadingOf(function));
    }

    public double? Read(string function, string name, string of) =>
        of.Length == 0 ? Read(function, name) : window.Read(name, of, ReadingOf(function));

    private string Owner(Metric metric) => metric.Subject == "host" ? "" : metric.Subject == "cgroup" && subject.Length == 0 ? "/" : subject;

    /// <summary>The root group has all that the others have together, and is none of them.</summary>
    private double? Top(string name)
    {
        var subjects = window.Last.Subjects(name).Where(each => each != "/");
        var values = subjects.Select(each => window.Last.Get(name, each)).OfType<double>().ToList();
        return values.Count > 0 ? values.Max() : null;
    }

    /// <summary>The reading behind a formula's function or an expectation's word.</summary>
    public static Reading ReadingOf(string word) => word switch
    {
        "rate" => Reading.Rate,
        "increase" => Reading.Increase,
        "slope" => Reading.Slope,
        "steady" => Reading.Steady,
        "changes" => Reading.Changes,
        "falls" => Reading.Falls,
        "mean" => Reading.Mean,
        "peak" or "max" => Reading.Max,
        "low" or "min" => Reading.Min,
        _ => Reading.Last,
    };

    /// <summary>A tunable's number: the last of several, so that a triple stands for its maximum.</summary>
    public static double? Number(string? text) =>
        text is not null && double.TryParse(text.Split(' ')[^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private double? Bare(string name) => Named.TryGetValue(name, out var value) ? value : name switch
    {
        "cores" => window.Last.Get("system.cpu.count"),
        "ram" => window.Last.Get("system.memory.total"),
        "page_size" => window.Last.Get("system.memory.page_size"),
        _ => null,
    };
}
