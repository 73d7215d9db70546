namespace Kernward.Confinement;

/// <summary>A right could not be taken away, or a sandbox not be had; one sentence. Nothing was written.</summary>
public sealed class ConfinementException(string message, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>
    /// True where something inside the sandbox, or a caller, tried what no plan needs: a forbidden system call, which ends the child,
    /// or a write to a file that is not among the plan's. That is no mishap: it belongs in front of a person.
    /// </summary>
    public bool IsViolation { get; init; }
}
