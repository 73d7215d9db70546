using Kernward.Machine;

namespace Kernward.Knowledge;

/// <summary>What answers are made of: views and the glossary.</summary>
public sealed partial class KnowledgeReader
{
    private static readonly string[] Kinds = ["host", "cgroup", "process", "device", "interface", "mount", "cpu",
        "listener", "node", "zone", "cache", "irq", "event", "dimm", "thermal", "power"];
    private static readonly string[] Readings = ["last", "rate", "increase", "mean", "peak", "low"];

    private static View ReadView(Entry entry)
    {
        var subject = entry.OneOf("subject", "host", Kinds);
        return new View(entry.Text("id"), subject, entry.Text("title"), entry.Texts("summaries"), entry.Text("empty"),
            [.. entry.Entries("rows").Select(ReadRow)], [.. entry.Entries("rankings").Select(ReadRanking)]);
    }

    private static ViewRow ReadRow(Entry entry)
    {
        var (metric, file, tunable) = (entry.Text("metric", required: false), entry.Text("file", required: false), entry.Text("tunable", required: false));
        if (new[] { metric, file, tunable }.Count(source => source.Length > 0) != 1) entry.Wrong("one of 'metric', 'file' and 'tunable' is needed");
        if (file.Length > 0 && !HostPath.IsSafe(file)) entry.Wrong($"'file' is '{file}'; it must be a path below the root");
        var row = new ViewRow(entry.Text("label"), metric, metric.Length > 0 ? ReadValue(entry, metric) : null,
            entry.Text("unit", required: false), file, tunable)
        {
            Share = entry.Formula("share"),
            Note = entry.Text("note", required: false),
            Quiet = entry.Flag("quiet"),
            Resources = entry.Texts("resources"),
        };
        entry.Close();
        return row;
    }

    private static ViewRanking ReadRanking(Entry entry)
    {
        var metric = entry.Text("metric");
        var ranking = new ViewRanking(entry.Text("label"), entry.OneOf("subject", "", Kinds[1..]), metric, ReadValue(entry, metric),
            entry.Text("unit", required: false), [.. entry.Entries("also").Select(ReadRow)])
        {
            Share = entry.Formula("share"),
            What = entry.Text("what", required: false),
            Top = (int)Math.Clamp(entry.Number("top") ?? 5, 1, 50),
            Resources = entry.Texts("resources"),
        };
        entry.Close();
        return ranking;
    }

    /// <summary>The formula in 'value', or the metric by its 'reading'; a formula has a unit that nobody can guess.</summary>
    private static Formula ReadValue(Entry entry, string metric)
    {
        var reading = entry.OneOf("reading", "last", Readings);
        if (entry.Formula("value") is { } formula)
        {
            if (entry.Has("reading")) entry.Wrong("one of 'reading' and 'value' is needed, not both");
            if (!entry.Has("unit")) entry.Wrong("a 'value' needs its 'unit'");
            return formula;
        }
        if (metric.Length == 0 || !Readings.Contains(reading)) return Formula.Parse("0");
        try
        {
            return Formula.Parse($"{reading}({metric})");
        }
        catch (FormatException e)
        {
            entry.Wrong($"'metric': {e.Message}");
            return Formula.Parse("0");
        }
    }

    private static Term ReadTerm(Entry entry) => new(
        entry.Text("id"), entry.Texts("aliases"),
        entry.OneOf("resource", "any", "any", "cpu", "memory", "swap", "disk", "network", "files", "processes", "accelerator", "power", "kernel"),
        entry.Text("text"), entry.Texts("metrics"), entry.Texts("tunables"));
}
