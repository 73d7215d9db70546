namespace Kernward.Answering;

/// <summary>What is to say about one thing: an answer before its evidence. <paramref name="Name"/> is harmless to show.</summary>
internal sealed record Section(string Name, string Summary, IReadOnlyList<AnswerRow> Rows);
