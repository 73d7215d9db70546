namespace Kernward.Llama;

/// <summary>What one answer cost.</summary>
/// <param name="PromptTokens">Tokens of the prompt.</param>
/// <param name="ReusedTokens">Those among them that were still in memory from before.</param>
/// <param name="OutputTokens">Tokens of the answer.</param>
/// <param name="PromptMs">Milliseconds spent on reading the prompt.</param>
/// <param name="DecodeMs">Milliseconds spent on writing the answer, the grammar's included.</param>
public sealed record GenerationCost(
    int PromptTokens, int ReusedTokens, int OutputTokens, double PromptMs, double DecodeMs)
{
    /// <summary>Milliseconds spent on the grammar: building it and asking it.</summary>
    public double GrammarMs { get; init; }

    /// <summary>How often every token was asked about: the model's first choice was refused, or the caller wished it.</summary>
    public int FullPasses { get; init; }

    /// <summary>Tokens of the prompt that were read anew.</summary>
    public int EvaluatedTokens => PromptTokens - ReusedTokens;
}
