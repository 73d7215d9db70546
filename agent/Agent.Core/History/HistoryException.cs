namespace Kernward.History;

/// <summary>The history cannot be used; the message says why, in words for the operator.</summary>
public sealed class HistoryException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>True where another observer writes it.</summary>
    public bool IsBusy { get; init; }
}
