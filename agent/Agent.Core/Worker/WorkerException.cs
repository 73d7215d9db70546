namespace Kernward.Worker;

/// <summary>The worker is gone or does not answer; the message says what is known, in a sentence or two for the operator.</summary>
public sealed class WorkerException(string message, Exception? cause = null) : Exception(message, cause);
