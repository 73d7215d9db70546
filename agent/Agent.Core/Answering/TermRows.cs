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

    private static IEnumerable<AnswerRow> Tunable(HostValues values, string id) => values.Known.Tunable(id) is { } tunable
        ? [new AnswerRow(tunable.Id, TunableScopes.Line(values, tunable, "") ?? "not here", tunable.Summary)]
        : [];
}
