using Kernward.Domain;
using Kernward.Execution;
using Kernward.Knowledge;
using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Answering;

/// <summary>Says what a tunable, metric, detector or term is, with what this host shows of it.</summary>
public sealed class Explainer(ActuatorSet tunables, Host host, SampleWindow window)
{
    private readonly KnowledgeBase _known = tunables.Knowledge;
    private readonly Names _names = new(tunables.Knowledge);

    /// <summary>
    /// The explanation; null where the name is unknown (with both given: where both are), with the names nearest to it, at most
    /// three. With <paramref name="versus"/> the first row has the two names as <see cref="AnswerRow.Value"/> and
    /// <see cref="AnswerRow.Note"/>, and so have all rows what is to be said of either.
    /// </summary>
    public Answer? Explain(string name, string versus, out IReadOnlyList<string> nearest)
    {
        var values = new HostValues(tunables, host, window);
        var one = Of(values, name);
        var other = versus.Trim().Length == 0 ? null : Of(values, versus);
        nearest = one is null ? _names.Nearest(name, []) : versus.Trim().Length > 0 && other is null ? _names.Nearest(versus, []) : [];
        if (one is not null && other is not null)
            return new Answer($"{one.Name} and {other.Name}, side by side.", SideBySide(one, other), values.Evidence);
        if ((one ?? other) is not { } section) return null;
        var missing = versus.Trim().Length == 0 ? "" : Missing(one is null ? name : versus, nearest);
        return new Answer(section.Summary + missing, section.Rows, values.Evidence);
    }

    /// <summary>Every tunable that is known, by resource, with this host's value: what can be explained and set.</summary>
    public Answer Catalogue()
    {
        var values = new HostValues(tunables, host, window);
        var rows = _known.Tunables.GroupBy(tunable => tunable.Resource).OrderBy(group => group.Key, StringComparer.Ordinal)
            .SelectMany(group => group.OrderBy(tunable => tunable.Id, StringComparer.Ordinal)
                .Select(tunable => Line(values, tunable)).Prepend(new AnswerRow(group.Key, "")))
            .ToList();
        return new Answer($"{_known.Tunables.Count} tunables are known, and {_known.Terms.Count} terms.", rows, values.Evidence);
    }

    private static AnswerRow Line(HostValues values, Tunable tunable) =>
        new(tunable.Id, TunableScopes.Line(values, tunable, "") ?? "not here", tunable.Summary);

    /// <summary>
    /// Canonical names first; then the glossary, because "bbr" is a word before it is a value; then what else tunables are called.
    /// A term that is also the name of a tunable is explained as both.
    /// </summary>
    private Section? Of(HostValues values, string name)
    {
        if (_known.Tunable(name.Trim()) is { } exact) return TunableExplanation.Of(values, exact, "", null);
        if (_names.Metric(name) is { } metric && _known.Term(name) is null) return MetricExplanation.Of(values, metric);
        if (_names.Detector(name) is { } detector) return DetectorExplanation.Of(values, detector);
        if (XidExplanation.Of(_known, name) is { } xid) return xid;
        var (term, found) = (_known.Term(name), _names.Tunable(name));
        if (found is { } known && (term is null || (term.Tunables.Count > 0 && term.Tunables[0] == known.Tunable.Id)))
            return TunableExplanation.Of(values, known.Tunable, known.Scope, term);
        return term is null ? null : TermExplanation.Of(values, term);
    }

    private static string Missing(string name, IReadOnlyList<string> nearest) =>
        $" '{Shown.Safe(name.Trim())}' is not known{(nearest.Count > 0 ? $"; near it: {string.Join(", ", nearest)}" : "")}.";

    private static List<AnswerRow> SideBySide(Section one, Section other)
    {
        var (left, right) = (Lines(one), Lines(other));
        var labels = left.Concat(right).Select(line => line.Label).Distinct();
        return
        [
            new AnswerRow("", one.Name, other.Name),
            new AnswerRow("what it is", one.Summary, other.Summary),
            .. labels.Select(label => new AnswerRow(label, Text(left, label), Text(right, label))),
        ];
    }

    /// <summary>Rows of one label as one text; what belongs to the one thing alone has an empty side.</summary>
    private static string Text(List<(string Label, string Text)> lines, string label) =>
        string.Join("; ", lines.Where(line => line.Label == label).Select(line => line.Text));

    private static List<(string Label, string Text)> Lines(Section section)
    {
        var (lines, heading) = (new List<(string, string)>(), "");
        foreach (var row in section.Rows)
        {
            if (row.Value.Length == 0) heading = row.Label;
            else if (heading.Length == 0) lines.Add((row.Label, row.Value));
            else lines.Add((heading, $"{row.Label} {row.Value}"));
        }
        return lines;
    }
}
