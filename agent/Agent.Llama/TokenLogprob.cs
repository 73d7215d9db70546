namespace Kernward.Llama;

/// <summary>How sure the model was of one token that it wrote. Natural logarithms, never above zero.</summary>
/// <param name="Text">The token's text; a replacement character where the token is part of a character.</param>
/// <param name="LogProb">Under the model alone, over its whole vocabulary.</param>
/// <param name="Constrained">
/// Among the tokens that the grammar allowed here. Null where it is not known: without a grammar, and where the model's first
/// choice was allowed and so nobody asked about the others (<see cref="LlamaProperties.FullLogprobs"/> has them all asked).
/// </param>
/// <param name="Top">The two tokens that the model alone found most likely here, the likelier first.</param>
public sealed record TokenLogprob(string Text, double LogProb, double? Constrained, IReadOnlyList<TokenAlternative> Top);
