using Kernward.Domain;
using Kernward.Knowledge;

namespace Kernward.Answering;

/// <summary>All that is known about one tunable.</summary>
internal static class TunableExplanation
{
    /// <summary><paramref name="term"/>: the glossary's entry of the same name, which then says first what it is.</summary>
    public static Section Of(HostValues values, Tunable tunable, string scope, Term? term)
    {
        var signals = tunable.Signals.Select(signal => MetricRows.One(values, signal)).OfType<AnswerRow>().ToList();
        return new Section(tunable.Id, term is null ? tunable.Summary : term.Text,
        [
            new AnswerRow("on this host", TunableScopes.Line(values, tunable, scope) ?? values.Absent(tunable)),
            .. term is null ? [] : new[] { new AnswerRow("the setting", $"{tunable.Id}: {tunable.Summary}") },
            new AnswerRow("safe range", TunableText.Range(tunable.Value)),
            .. values.Evaluate(tunable.Sizing, "") is { } suits ? new[] { new AnswerRow("for its size", TunableText.Sized(tunable, suits)) } : [],
            new AnswerRow("risk", TunableText.Risk(tunable.Risk)),
            new AnswerRow("takes effect", TunableText.TakesEffect(tunable)),
            new AnswerRow("why touch it", tunable.Why),
            .. tunable.MaxFactor > 0 ? new[] { new AnswerRow("largest step", $"by a factor of {tunable.MaxFactor:0.##}") } : [],
            .. tunable.Namespace == "net" ? new[] { new AnswerRow("reach", "each network namespace has its own") } : [],
            .. tunable.Refuse.Select(refused => new AnswerRow("never", $"{refused.Key}: {refused.Value}")),
            .. tunable.Kernels.ToString() is { Length: > 0 } kernels ? new[] { new AnswerRow("kernels", kernels) } : [],
            .. tunable.Needs.Length > 0 ? new[] { new AnswerRow("needs", tunable.Needs) } : [],
            .. tunable.Aliases.Count > 0 ? new[] { new AnswerRow("also called", string.Join(", ", tunable.Aliases)) } : [],
            new AnswerRow("source", tunable.Source),
            .. signals.Count > 0 ? signals.Prepend(new AnswerRow("signals", "")) : [],
        ]);
    }
}
