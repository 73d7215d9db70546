namespace Kernward.Domain;

/// <summary>What became of one step.</summary>
public enum OutcomeKind { Applied, Unchanged, Refused, Failed, Reverted }

/// <summary>
/// <paramref name="Now"/> is what was read back from the host last; <paramref name="Reason"/> is empty unless refused, failed, or
/// reverted without a write (something later covers it, or what it belonged to is gone).
/// </summary>
public sealed record StepOutcome(int Step, OutcomeKind Outcome, string Tunable, string Scope, string From, string To, string Now, string Reason = "");
