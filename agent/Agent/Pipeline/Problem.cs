namespace Kernward.Pipeline;

/// <summary>What went wrong, for the operator: a code for scripts, one sentence, what to do next, and the exit code.</summary>
public sealed record Problem(string Code, string Message, string Hint, int ExitCode);

/// <summary>Ends a command with a <see cref="Problem"/>; never seen by an operator as an exception.</summary>
public sealed class ProblemException(Problem problem) : Exception(problem.Message)
{
    public ProblemException(string code, string message, string hint, int exitCode)
        : this(new Problem(code, message, hint, exitCode))
    {
    }

    public Problem Problem { get; } = problem;
}
