using Kernward.Knowledge;

namespace Kernward.Answering;

/// <summary>What this host shows of a term: its metrics' readings and its tunables' values, as far as there are any.</summary>
internal static class TermRows
{
    public static IReadOnlyList<AnswerRow> Present(HostValues values, Term term) =>
    [
        .. term.Metrics.Select(metric => MetricRows.One(values, metric)).OfType<AnswerRow>(),
        .. term.Tunables.SelectMany(id => Tunable(values, id)),
    ];

    private static IEnumerable<AnswerRow> Tunable(HostValues values, string id)
    {
        if (values.Known.Tunable(id) is not { } tunable) return [];
        var rows = TunableScopes.Rows(values, tunable, "");
        if (rows.Count == 0) return [new AnswerRow(tunable.Id, "not here", tunable.Summary)];
        var same = rows.Select(row => row.Value).Distinct().Count() == 1;
        return [new AnswerRow(tunable.Id, same ? rows[0].Value : $"{rows[0].Value} ({rows[0].Label}), ...", tunable.Summary)];
    }
}
