using Kernward.Detection;
using Kernward.Domain;
using Kernward.Execution;
using Kernward.Knowledge;
using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Answering;

/// <summary>
/// Values of one host as one answer shows them. Every number that leaves here leaves evidence, so that what an answer says
/// can be traced to a kernel file. What is absent is null, never zero.
/// </summary>
internal sealed class HostValues(ActuatorSet tunables, Host host, SampleWindow window)
{
    private readonly List<Evidence> _evidence = [];

    public KnowledgeBase Known => tunables.Knowledge;

    public SampleWindow Window => window;

    public IReadOnlyList<Evidence> Evidence => _evidence;

    public double? Evaluate(Formula? formula, string subject) =>
        formula?.Evaluate(new WindowValues(Known, window, subject, name => tunables.Read(host, name, "host")));

    public double? Share(Formula? formula, string subject) => Evaluate(formula, subject) is { } share ? Math.Clamp(share, 0, 1) : null;

    /// <summary>The line of a view for a subject (empty: the host); null where it has no value here.</summary>
    public AnswerRow? Row(ViewRow row, string subject)
    {
        var value = Text(row, subject);
        return value is null ? null : new AnswerRow(row.Label, value, row.Note, Share(row.Share, subject));
    }

    /// <summary>The value of a line of a view as people read it.</summary>
    public string? Text(ViewRow row, string subject)
    {
        if (row.File.Length > 0) return FirstLine(host.ReadText(row.File));
        if (row.Tunable.Length > 0)
            return Known.Tunable(row.Tunable) is { } tunable ? Present(tunable, subject.Length == 0 ? "host" : subject) : null;
        if (Evaluate(row.Value, subject) is not { } value || (row.Quiet && value == 0)) return null;
        return Number(row.Metric, value, UnitOf(row.Metric, row.Value!, row.Unit), subject);
    }

    /// <summary>A measured value as people read it, noted as evidence.</summary>
    public string Number(string metric, double value, string unit, string subject)
    {
        var found = Known.Metric(metric);
        var owner = found?.Subject == "host" ? "" : Shown.Safe(subject);
        Note(metric, value, unit, "/" + (found?.Path ?? ""), owner);
        return Units.Show(value, unit);
    }

    /// <summary>The unit of a formula: as written, or that of its reading of the metric that it is named after.</summary>
    public string UnitOf(string metric, Formula formula, string written)
    {
        if (written.Length > 0 || Known.Metric(metric) is not { } found) return written;
        var function = formula.Reads.FirstOrDefault(read => read.Argument == metric).Function;
        return Units.Of(found, WindowValues.ReadingOf(function ?? ""));
    }

    /// <summary>A metric as one would want to see it: a gauge's last value, a counter's rate over the window.</summary>
    public string? Present(Metric metric, string subject)
    {
        var reading = metric.Kind == "counter" ? Reading.Rate : Reading.Last;
        return window.Read(metric.Name, subject, reading) is { } value
            ? Number(metric.Name, value, Units.Of(metric, reading), subject)
            : null;
    }

    /// <summary>Names in a directory of the host: the CPUs, the interrupt lines.</summary>
    public IEnumerable<string> Names(string directory) => host.List(directory).Order(StringComparer.Ordinal);

    /// <summary><c>not here</c>, with the reason where one is known.</summary>
    public string Absent(Tunable tunable) =>
        tunable.WhyAbsent(HostIdentity.Of(host).KernelRelease) is { Length: > 0 } reason ? "not here: " + reason : "not here";

    /// <summary>A tunable's present value, with the same in people's units where that reads better; null where the host has none.</summary>
    public string? Present(Tunable tunable, string scope)
    {
        if (tunables.Read(host, tunable.Id, scope) is not { } text) return null;
        var unit = tunable.Value.Unit;
        if (WindowValues.Number(text) is not { } number) return Shown.Safe(text);
        Note(tunable.Id, number, unit.Length > 0 ? unit : "1", PathOf(tunable, scope), scope == "host" ? "" : scope);
        return text.Contains(' ') ? Shown.Safe(text) : Shown.Safe(text) + TunableText.InPeoplesUnits(text, number, unit);
    }

    private void Note(string name, double value, string unit, string path, string subject)
    {
        if (_evidence.Exists(known => known.Metric == name && known.Subject == subject && known.Value.Equals(value))) return;
        _evidence.Add(new Evidence($"e{_evidence.Count + 1}", name, value, unit, 0, Math.Round(window.Span.TotalSeconds, 3), "kernel",
            path, Shown.Safe(subject)));
    }

    private static string PathOf(Tunable tunable, string scope) =>
        tunable.Path.Length > 0 ? "/" + tunable.Path.Replace("{scope}", scope, StringComparison.Ordinal) : "";

    private static string? FirstLine(string? text) =>
        text?.Split('\n')[0].Trim() is { Length: > 0 } line ? Shown.Safe(line) : null;
}
