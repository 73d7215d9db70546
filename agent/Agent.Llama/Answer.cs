using Microsoft.Extensions.AI;

namespace Kernward.Llama;

/// <summary>A whole answer.</summary>
internal sealed record Answer(string Text, ChatFinishReason Finish, IReadOnlyList<TokenLogprob> Logprobs, GenerationCost Cost);
