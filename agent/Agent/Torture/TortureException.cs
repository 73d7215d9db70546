namespace Kernward.Torture;

/// <summary>Torture cannot go on here; the message is one sentence for the operator. What was lost is no exception but a finding.</summary>
internal sealed class TortureException(string message, Exception? cause = null) : Exception(message, cause);
