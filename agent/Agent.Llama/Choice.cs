namespace Kernward.Llama;

/// <summary>The token that was chosen, and how sure the model was.</summary>
/// <param name="Token">The token.</param>
/// <param name="LogProb">Under the model alone.</param>
/// <param name="Constrained">Among the allowed tokens; null where not all were asked about.</param>
/// <param name="Opinion">The model's opinion that it was chosen from.</param>
internal readonly record struct Choice(int Token, double LogProb, double? Constrained, Distribution Opinion);
