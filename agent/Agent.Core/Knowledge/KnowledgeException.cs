namespace Kernward.Knowledge;

/// <summary>The knowledge base is not usable; carries every error that was found, one a line.</summary>
public sealed class KnowledgeException(IReadOnlyList<string> errors)
    : Exception($"The knowledge base has {errors.Count} error(s):\n" + string.Join('\n', errors))
{
    public IReadOnlyList<string> Errors { get; } = errors;
}
