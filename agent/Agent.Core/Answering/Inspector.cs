using Kernward.Domain;
using Kernward.Execution;
using Kernward.Knowledge;
using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Answering;

/// <summary>
/// Answers "how much", "who" and "what is it set to" from a window of readings. A window of one sample has no rates, and their
/// lines are missing. What cannot be found leaves an answer without rows that says so, with the names nearest to it.
/// </summary>
public sealed class Inspector(ActuatorSet tunables, Host host, SampleWindow window)
{
    private const int Most = 16;
    private readonly KnowledgeBase _known = tunables.Knowledge;
    private readonly Names _names = new(tunables.Knowledge);

    public Answer Inspect(Intent intent)
    {
        var values = new HostValues(tunables, host, window);
        var question = Question.Of(intent);
        var section = intent.Subject.Trim().Length == 0 ? OfResource(values, question)
            : intent.Versus.Trim().Length == 0 ? OfSubject(values, question, intent.Subject)
            : Compared(OfSubject(values, question, intent.Subject), OfSubject(values, question, intent.Versus));
        return new Answer(Caveat(intent) + section.Summary, section.Rows, values.Evidence);
    }

    /// <summary>What was asked for and cannot be in a reading of the present: better said than left out.</summary>
    private static string Caveat(Intent intent)
    {
        var past = intent.Period is not ("" or "now") ? "These are present values, not those of the time asked about. " : "";
        var served = intent.Subject.Length > 0 && intent.Goal is "latency" or "throughput"
            ? "What its users get is not measured here; this is what the kernel says about it. " : "";
        return past + served;
    }

    private Section OfResource(HostValues values, Question question)
    {
        var view = _known.View(question.Resource.Length > 0 ? question.Resource : "overview");
        return view is null
            ? new Section(question.Resource, $"Nothing is known about how to look at {Shown.Safe(question.Resource)}.", [])
            : new ViewSection(values, question with { Resource = "" }).Of(view, "", _ => null);
    }

    private Section OfSubject(HostValues values, Question question, string name)
    {
        var parties = new Parties(values, question);
        return OfTunable(values, name) ?? OfDevice(values, question, name) ?? parties.Find(name) ?? OfMetric(values, name) ?? OfTerm(values, name)
            ?? Unknown(name, parties);
    }

    /// <summary>
    /// A dotted name, or one that nothing running here has: a service may be called like the alias of a tunable, but no
    /// service is called like the tunable itself.
    /// </summary>
    private Section? OfTunable(HostValues values, string name)
    {
        if (_names.Tunable(name) is not { } found) return null;
        if (!name.Contains('.') && !name.Contains('_') && Parties.Has(window.Last, name)) return null;
        var (tunable, scope) = found;
        var present = TunableScopes.Rows(values, tunable, scope);
        var where = scope is "" or "host" ? "" : $" of {Shown.Safe(scope)}";
        var summary = present.Count switch
        {
            0 => $"This host shows no {tunable.Id}{where}.",
            1 => $"{tunable.Id}{where} is {present[0].Value}{(where.Length > 0 || present[0].Label == "now" ? "" : $" for {present[0].Label}")}.",
            _ => $"{tunable.Id} is {TunableScopes.Line(values, tunable, scope)}.",
        };
        return new Section(tunable.Id, summary,
        [
            .. present.Take(Most),
            new AnswerRow("safe range", TunableText.Range(tunable.Value)),
            new AnswerRow("what it does", tunable.Summary),
        ]);
    }

    private Section? OfDevice(HostValues values, Question question, string name)
    {
        var wanted = name.Trim();
        if (wanted.StartsWith("/dev/", StringComparison.Ordinal)) wanted = wanted[5..];
        foreach (var view in _known.Views.Where(view => view.Subject is "device" or "interface" or "mount" or "cpu"))
        {
            var subject = TunableScopes.Subjects(values, view.Subject).FirstOrDefault(one => one.Equals(wanted, StringComparison.OrdinalIgnoreCase));
            if (subject is not null) return new ViewSection(values, question with { Resource = "" }).Of(view, subject, _ => null);
        }
        return null;
    }

    private Section? OfMetric(HostValues values, string name)
    {
        if (_names.Metric(name) is not { } metric) return null;
        var rows = MetricRows.Present(values, metric);
        return new Section(metric.Name, rows.Count == 0 ? $"This host shows no {metric.Name} in this window." : metric.Summary, rows);
    }

    private Section? OfTerm(HostValues values, string name)
    {
        if (_known.Term(name) is not { } term) return null;
        var rows = TermRows.Present(values, term);
        return rows.Count == 0 ? null : new Section(term.Id, $"What this host shows of {term.Id}:", rows);
    }

    private Section Unknown(string name, Parties parties)
    {
        var devices = _known.Views.Where(view => view.Subject is "device" or "interface" or "mount")
            .SelectMany(view => window.Last.All.Where(item => item.Key.Subject.Length > 0 && _known.Metric(item.Key.Name)?.Subject == view.Subject))
            .Select(item => item.Key.Subject).Distinct();
        var nearest = _names.Nearest(name, parties.Names().Concat(devices));
        var hint = nearest.Count > 0 ? $" Near it: {string.Join(", ", nearest)}." : "";
        var shown = Shown.Safe(name.Trim());
        return new Section(shown, $"Nothing called '{shown}' runs here, and no device, tunable or metric has that name.{hint}", []);
    }

    /// <summary>Line by line, first the one and then the other; rankings are left out, because they rank within each.</summary>
    private static Section Compared(Section one, Section other)
    {
        if (one.Rows.Count == 0) return one with { Summary = $"{one.Summary} {other.Summary}", Rows = other.Rows };
        if (other.Rows.Count == 0) return one with { Summary = $"{one.Summary} {other.Summary}" };
        var (left, right) = (Lines(one), Lines(other));
        var labels = left.Concat(right).Select(row => row.Label).Distinct();
        var rows = labels.SelectMany(label => Of(one.Name, left, label).Concat(Of(other.Name, right, label))).ToList();
        return new Section(one.Name, $"{one.Summary} {other.Summary}", rows);
    }

    private static List<AnswerRow> Lines(Section section) => [.. section.Rows.TakeWhile(row => row.Value.Length > 0)];

    private static IEnumerable<AnswerRow> Of(string name, List<AnswerRow> rows, string label) =>
        rows.Where(row => row.Label == label).Select(row => row with { Label = $"{label}, {name}" });
}
