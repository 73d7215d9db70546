using Kernward.Domain;
using Kernward.Knowledge;

namespace Kernward.Answering;

/// <summary>All that is known about one tunable.</summary>
internal static class TunableExplanation
{
    /// <summary><paramref name="term"/>: the glossary's entry of the same name, which then says first what it is.</summary>
    public static Section Of(HostValues values, Tunable tunable, string scope, Term? term)
    {
        var present = TunableScopes.Rows(values, tunable, scope);
        var signals = tunable.Signals.Select(signal => MetricRows.One(values, signal)).OfType<AnswerRow>().ToList();
        return new Section(tunable.Id, term is null ? tunable.Summary : term.Text,
        [
            .. Here(present),
            .. term is null ? [] : new[] { new AnswerRow("the setting", $"{tunable.Id}: {tunable.Summary}") },
            new AnswerRow("safe range", TunableText.Range(tunable.Value)),
            new AnswerRow("risk", TunableText.Risk(tunable.Risk)),
            new AnswerRow("takes effect", TunableText.TakesEffect(tunable)),
            new AnswerRow("why touch it", tunable.Why),
            .. tunable.MaxFactor > 0 ? new[] { new AnswerRow("largest step", $"by a factor of {tunable.MaxFactor:0.##}") } : [],
            .. tunable.Namespace == "net" ? new[] { new AnswerRow("reach", "each network namespace has its own") } : [],
            .. tunable.Refuse.Select(refused => new AnswerRow("never", $"{refused.Key}: {refused.Value}")),
            .. tunable.Aliases.Count > 0 ? new[] { new AnswerRow("also called", string.Join(", ", tunable.Aliases)) } : [],
            new AnswerRow("source", tunable.Source),
            .. signals.Count > 0 ? signals.Prepend(new AnswerRow("signals", "")) : [],
        ]);
    }

    /// <summary>One value as a line, several under a heading of theirs, so that no device's name is taken for a property.</summary>
    private static IEnumerable<AnswerRow> Here(IReadOnlyList<AnswerRow> present) => present.Count switch
    {
        0 => [new AnswerRow("on this host", "not here")],
        1 => [new AnswerRow("on this host", present[0].Label == "now" ? present[0].Value : $"{present[0].Value} ({present[0].Label})")],
        _ => [new AnswerRow("on this host", string.Join(", ", present.Select(row => $"{row.Label} {row.Value}")))],
    };
}
