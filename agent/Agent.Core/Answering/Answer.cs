using Kernward.Domain;

namespace Kernward.Answering;

/// <summary>
/// One line: <paramref name="Share"/> is 0 to 1 where a bar says something, else null. A row without a value is a heading of
/// the rows below it. Text from the host has already been made harmless.
/// </summary>
public sealed record AnswerRow(string Label, string Value, string Note = "", double? Share = null);

/// <summary>An answer to a question about the host or about a word: one or a few sentences, the lines, and what was measured for them.</summary>
public sealed record Answer(string Summary, IReadOnlyList<AnswerRow> Rows, IReadOnlyList<Evidence> Evidence);
