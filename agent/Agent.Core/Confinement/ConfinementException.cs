namespace Kernward.Confinement;

/// <summary>A right could not be taken away, or a sandbox not be had; one sentence. Nothing was written.</summary>
public sealed class ConfinementException(string message, Exception? inner = null) : IOException(message, inner);
