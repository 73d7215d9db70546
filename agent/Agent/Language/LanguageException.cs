namespace Kernward.Language;

/// <summary>A message could not be read; message and hint are for the operator.</summary>
public sealed class LanguageException(string code, string message, string hint) : Exception(message)
{
    /// <summary>Code of the interface's error object: <c>empty</c>, <c>too-long</c>, <c>only-paste</c>, <c>unreadable-answer</c>.</summary>
    public string Code { get; } = code;

    public string Hint { get; } = hint;
}
