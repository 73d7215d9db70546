namespace Kernward.Llama;

/// <summary>A token that could have been written instead.</summary>
/// <param name="Text">The token's text; empty for a marker.</param>
/// <param name="LogProb">Natural logarithm of its probability under the model alone.</param>
public sealed record TokenAlternative(string Text, double LogProb);
