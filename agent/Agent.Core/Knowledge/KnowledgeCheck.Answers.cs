namespace Kernward.Knowledge;

/// <summary>
/// Views and terms. Their tunables may be missing: they are shown where the base has them, and a base without tunables is
/// still able to answer. That the shipped base has them all is a test.
/// </summary>
internal static partial class KnowledgeCheck
{
    private static IEnumerable<string> Answers(KnowledgeBase known) =>
    [
        .. Twice("view", known.Views.Select(view => view.Id)),
        .. Twice("name of a term", known.Terms.SelectMany(term => term.Aliases.Prepend(term.Id).Select(Term.Key).Distinct())),
        .. known.Terms.SelectMany(term => term.Metrics.Select(metric => Metric(known, term.Id, metric))).OfType<string>(),
        .. known.Views.SelectMany(view => Of(known, view)),
    ];

    private static IEnumerable<string> Of(KnowledgeBase known, View view)
    {
        var where = $"view {view.Id}";
        var labels = view.Rows.Select(row => row.Label).Append("subject").Concat(view.Rankings.Count > 0 ? ["top", "top value"] : []).ToHashSet();
        return
        [
            .. Twice($"{where}: label", view.Rows.Select(row => row.Label)),
            .. view.Summaries.SelectMany(Placeholders).Where(name => !labels.Contains(name)).Select(name => $"{where}: no row '{name}' for a summary"),
            .. view.Rows.SelectMany(row => Of(known, where, view.Subject, row)),
            .. view.Rankings.SelectMany(ranking => Of(known, where, ranking)),
        ];
    }

    private static IEnumerable<string> Of(KnowledgeBase known, string where, ViewRanking ranking) =>
    [
        .. SubjectOf(known, where, ranking.Subject, ranking.Metric, ranking.Value),
        .. Reads(known, where, ranking.Share),
        .. ranking.Also.SelectMany(row => Of(known, where, ranking.Subject, row)),
    ];

    private static IEnumerable<string> Of(KnowledgeBase known, string where, string subject, ViewRow row) =>
        row.Metric.Length == 0 ? [] : [.. SubjectOf(known, where, subject, row.Metric, row.Value), .. Reads(known, where, row.Share)];

    /// <summary>A metric of another kind of subject would never have a value, and the line would be missing without a word.</summary>
    private static IEnumerable<string> SubjectOf(KnowledgeBase known, string where, string subject, string metric, Formula? value)
    {
        var read = (value?.Reads ?? []).Where(item => item.Function is not ("" or "tunable")).Select(item => item.Argument).Append(metric).Distinct();
        foreach (var name in read)
            if (known.Metric(name) is { } found && found.Subject != "host" && found.Subject != subject)
                yield return $"{where}: '{name}' is a metric of a {found.Subject}, not of a {subject}";
        if (Metric(known, where, metric) is { } unknown) yield return unknown;
        foreach (var error in Reads(known, where, value)) yield return error;
    }

    /// <summary>The names in braces.</summary>
    internal static IEnumerable<string> Placeholders(string sentence)
    {
        for (var start = sentence.IndexOf('{'); start >= 0; start = sentence.IndexOf('{', start + 1))
        {
            var end = sentence.IndexOf('}', start);
            if (end < 0) yield break;
            yield return sentence[(start + 1)..end];
        }
    }
}
