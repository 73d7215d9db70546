namespace Kernward.Machine;

/// <summary>A capture that cannot be trusted or written. The message is one sentence for the person who named the file.</summary>
public sealed class CaptureException : Exception
{
    public CaptureException(string message) : base(message) { }

    public CaptureException(string message, Exception inner) : base(message, inner) { }
}
