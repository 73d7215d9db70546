namespace Kernward.Domain;

/// <summary>What the guard says before: go, ask the operator, or no.</summary>
public enum Decision { Allow, Ask, Deny }

/// <summary>One rule that objected, to one step (0: to the whole plan).</summary>
public sealed record Objection(string Rule, Decision Effect, int Step, string Text);

/// <summary>The strictest of all objections, with every one of them.</summary>
public sealed record Ruling(Decision Decision, IReadOnlyList<Objection> Reasons);
