using Kernward.Domain;
using Kernward.Knowledge;
using Kernward.Measurement;

namespace Kernward.Answering;

/// <summary>Puts the subjects of a ranking in order. Only what has a value above zero is ranked: who uses nothing is no user.</summary>
internal sealed class RankingRows(HostValues values, Question question)
{
    private readonly Lazy<Dictionary<string, ProcessInfo>> _processes =
        new(() => values.Window.Last.Processes.DistinctBy(process => process.Pid).ToDictionary(process => process.Pid.ToString()));

    private const int LongestLine = 160;

    private readonly Lazy<HashSet<string>> _parents = new(() => ParentsOf(values.Window.Last.Cgroups));

    /// <summary>A heading and one row a subject; nothing where no subject has a value. <paramref name="among"/>: null for all.</summary>
    public IReadOnlyList<AnswerRow> Rows(ViewRanking ranking, IReadOnlySet<string>? among)
    {
        var unit = values.UnitOf(ranking.Metric, ranking.Value, ranking.Unit);
        var sifts = question.Sifts(ranking, unit);
        var ranked = Ranked(ranking, among).Where(item => !sifts || question.Passes(item.Value, item.Share));
        var rows = ranked.Take(sifts ? 50 : question.Top ?? ranking.Top)
            .Select(item => new AnswerRow(Name(ranking.Subject, item.Subject), values.Number(ranking.Metric, item.Value, unit, item.Subject),
                Also(ranking, item.Subject), item.Share))
            .ToList();
        return rows.Count == 0 ? [] : [new AnswerRow(ranking.Label, ""), .. rows];
    }

    /// <summary>All of them together, where a ranking says what its sum is called; null where nobody has a value.</summary>
    public AnswerRow? Together(ViewRanking ranking, IReadOnlySet<string> among)
    {
        if (ranking.What.Length == 0) return null;
        var ranked = Ranked(ranking, among).ToList();
        if (ranked.Count == 0) return null;
        var unit = values.UnitOf(ranking.Metric, ranking.Value, ranking.Unit);
        foreach (var item in ranked) values.Number(ranking.Metric, item.Value, unit, item.Subject);
        var share = ranked.TrueForAll(item => item.Share is not null) ? Math.Min(1, ranked.Sum(item => item.Share!.Value)) : (double?)null;
        return new AnswerRow($"{ranking.What} together", Units.Show(ranked.Sum(item => item.Value), unit), $"of {ranked.Count} that use any", share);
    }

    /// <summary>How a subject is called before people: a process by its name and pid, all others by their own.</summary>
    public string Name(string kind, string subject) => kind == "process" && _processes.Value.TryGetValue(subject, out var process)
        ? $"{Shown.Safe(process.Name)} ({subject})"
        : Shown.Safe(subject);

    private IEnumerable<(string Subject, double Value, double? Share)> Ranked(ViewRanking ranking, IReadOnlySet<string>? among) =>
        Subjects(ranking)
            .Where(subject => among is null ? Counts(ranking.Subject, subject) : among.Contains(subject))
            .Select(subject => (Subject: subject, Value: values.Evaluate(ranking.Value, subject) ?? 0))
            .Where(item => item.Value > 0)
            .OrderByDescending(item => item.Value).ThenBy(item => item.Subject, StringComparer.Ordinal)
            .Select(item => (item.Subject, item.Value, values.Share(ranking.Share, item.Subject)));

    private IEnumerable<string> Subjects(ViewRanking ranking) => values.Window.Last.Subjects(ranking.Metric).Where(subject => subject.Length > 0);

    /// <summary>
    /// A group's numbers include those of the groups in it: only groups without groups are ranked, so that nobody is counted
    /// twice.
    /// </summary>
    public bool Counts(string kind, string subject) => kind != "cgroup" || (subject != "/" && !_parents.Value.Contains(subject));

    private string Also(ViewRanking ranking, string subject) =>
        string.Join(", ", ranking.Also.Select(row => values.Text(row, subject) is { } text ? $"{row.Label} {text}" : null)
            .Append(ranking.Subject == "event" ? LastLine(subject) : null).OfType<string>());

    /// <summary>What the kernel wrote, with the names in it that others chose.</summary>
    private string? LastLine(string kind) =>
        values.Window.Last.Events.FirstOrDefault(found => found.Kind == kind) is { } found ? $"\"{Shown.Safe(found.LastLine, LongestLine)}\"" : null;

    private static HashSet<string> ParentsOf(IEnumerable<string> groups) =>
        [.. groups.Select(group => group[..Math.Max(0, group.LastIndexOf('/'))]).Where(parent => parent.Length > 0)];
}
