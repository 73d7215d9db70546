using Kernward.Domain;
using Kernward.Knowledge;

namespace Kernward.Answering;

/// <summary>Fills a view of the knowledge base with the values of one subject (empty: the host).</summary>
internal sealed class ViewSection(HostValues values, Question question)
{
    private readonly RankingRows _rankings = new(values, question);

    /// <summary>
    /// <paramref name="among"/> says which subjects a ranking is of (processes of a group); null: all that there are.
    /// </summary>
    public Section Of(View view, string subject, Func<ViewRanking, IReadOnlySet<string>?> among)
    {
        var lines = view.Rows.Where(row => question.Wants(row.Resources)).Select(row => values.Row(row, subject)).OfType<AnswerRow>().ToList();
        var rankings = view.Rankings.Where(ranking => question.Wants(ranking.Resources)).ToList();
        var sifted = rankings.Where(ranking => question.Sifts(ranking, values.UnitOf(ranking.Metric, ranking.Value, ranking.Unit))).ToList();
        var ranked = (sifted.Count > 0 ? sifted : rankings).Select(ranking => (ranking.Label, Rows: _rankings.Rows(ranking, among(ranking)))).ToList();
        var ranks = ranked.SelectMany(item => item.Rows).ToList();
        var name = subject.Length == 0 ? view.Title : _rankings.Name(view.Subject, subject);
        if (sifted.Count > 0) return new Section(name, Sifted(ranks), ranks);
        var first = ranked.Find(item => item.Label == view.Rankings[0].Label).Rows?.ElementAtOrDefault(1);
        return new Section(name, Summary(view, name, lines, first), [.. lines, .. ranks]);
    }

    /// <summary>These subjects alone: what they use together, then each in its place.</summary>
    public IReadOnlyList<AnswerRow> Ranking(IReadOnlyList<ViewRanking> rankings, IReadOnlySet<string> among) =>
    [
        .. rankings.Select(ranking => _rankings.Together(ranking, among)).OfType<AnswerRow>(),
        .. rankings.SelectMany(ranking => _rankings.Rows(ranking, among)),
    ];

    private static string Sifted(List<AnswerRow> ranked)
    {
        var users = ranked.Where(row => row.Value.Length > 0).ToList();
        return users.Count == 0 ? "Nothing here is above that." : $"{users[0].Label} is the first of {users.Count} above that, with {users[0].Value}.";
    }

    private static string Summary(View view, string name, List<AnswerRow> lines, AnswerRow? first)
    {
        if (lines.Count == 0 && first is null) return view.Empty;
        var known = lines.ToDictionary(line => line.Label, line => line.Value);
        known["subject"] = name;
        if (first is not null) (known["top"], known["top value"]) = (first.Label, first.Value);
        var sentence = view.Summaries.FirstOrDefault(sentence => KnowledgeCheck.Placeholders(sentence).All(known.ContainsKey));
        if (sentence is not null) return Filled(sentence, known);
        var line = lines.Count > 0 ? lines[0] : first!;
        return $"{name}: {line.Label} {line.Value}.";
    }

    /// <summary>Placeholders from left to right: a name from the host may hold braces of its own, and those stay as they are.</summary>
    private static string Filled(string sentence, Dictionary<string, string> known)
    {
        var parts = sentence.Split('{');
        return parts[0] + string.Concat(parts.Skip(1).Select(part => part.IndexOf('}') is >= 0 and var end ? known[part[..end]] + part[(end + 1)..] : "{" + part));
    }
}
