using Kernward.Knowledge;

namespace Kernward.Answering;

/// <summary>A term of the glossary with what this host shows of it.</summary>
internal static class TermExplanation
{
    public static Section Of(HostValues values, Term term) => new(term.Id, term.Text,
    [
        .. TermRows.Present(values, term),
        .. term.Aliases.Count > 0 ? new[] { new AnswerRow("also called", string.Join(", ", term.Aliases)) } : [],
    ]);
}
