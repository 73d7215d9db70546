namespace Kernward.Execution;

/// <summary>The journal cannot be read or written, so that no step may be taken; the message is one sentence for the operator.</summary>
public sealed class JournalException(string message, Exception? cause = null) : Exception(message, cause);
