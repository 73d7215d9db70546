namespace Kernward.Llama;

/// <summary>Keys of the additional properties that this client reads from options and writes into responses.</summary>
public static class LlamaProperties
{
    /// <summary>Option, a string: a grammar in GBNF with the rule <c>root</c>, instead of a response format.</summary>
    public const string Grammar = "grammar";

    /// <summary>Option, a bool: ask the grammar about every token at every step, so that every constrained probability is known.</summary>
    public const string FullLogprobs = "full_logprobs";

    /// <summary>Response, an <see cref="IReadOnlyList{T}"/> of <see cref="TokenLogprob"/>: one per token of the answer.</summary>
    public const string Logprobs = "logprobs";

    /// <summary>Response, a <see cref="GenerationCost"/>.</summary>
    public const string Cost = "cost";
}
