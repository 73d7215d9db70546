namespace Kernward.Knowledge;

/// <summary>
/// What a line of the kernel's log says, as data: one entry of <c>knowledge/kernel-events.json</c>. A pattern is the whole line with
/// <c>*</c> for any text; the first entry of the file that fits counts. <paramref name="Severity"/>: <c>info</c>, <c>warning</c>,
/// <c>critical</c>, or <c>none</c> for lines that are no event and must pass for none.
/// </summary>
public sealed record KernelEventKind(string Id, string Severity, string Summary, IReadOnlyList<string> Patterns);
