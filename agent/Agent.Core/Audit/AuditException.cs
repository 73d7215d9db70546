namespace Kernward.Audit;

/// <summary>The audit log cannot be written or read, so that nothing may be changed; the message is one sentence for the operator.</summary>
public sealed class AuditException(string message, Exception? cause = null) : Exception(message, cause);
