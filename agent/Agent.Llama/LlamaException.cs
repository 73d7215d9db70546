namespace Kernward.Llama;

/// <summary>A model could not be loaded or asked: one sentence, and a hint what to do about it.</summary>
public sealed class LlamaException(LlamaErrorKind kind, string message, string hint, Exception? inner = null)
    : Exception(message, inner)
{
    public LlamaErrorKind Kind { get; } = kind;

    /// <summary>What the operator can do, in one sentence.</summary>
    public string Hint { get; } = hint;
}
