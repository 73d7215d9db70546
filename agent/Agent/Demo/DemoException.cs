namespace Kernward.Demo;

/// <summary>The demo's stage could not be set up here: what, in one sentence, and what to do about it.</summary>
public sealed class DemoException(string message, string hint, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>What the operator can do, in one sentence.</summary>
    public string Hint { get; } = hint;
}
