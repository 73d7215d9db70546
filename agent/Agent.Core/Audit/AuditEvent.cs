namespace Kernward.Audit;

/// <summary>
/// What an entry tells; in the log in <c>kebab-case</c>. Torn: the bytes before it were cut off by a loss of power. Rotated: the
/// first entry of a file that continues another. Pruned: what is older was removed on purpose.
/// </summary>
public enum AuditEvent
{
    Start, Settled, Ruling, Refused, Applied, Confirmed, Reverted, Expired, Undo, Undone, Released, DamageAccepted,
    MalformedMessage, SandboxViolation, PeerRefused, Torn, Rotated, Pruned, Ended,
}
