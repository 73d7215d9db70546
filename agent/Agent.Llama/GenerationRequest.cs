using Kernward.Llama.Grammar;
using Microsoft.Extensions.AI;

namespace Kernward.Llama;

/// <summary>What one answer shall be like, read from chat options once.</summary>
internal sealed record GenerationRequest
{
    internal required int MaxTokens { get; init; }

    /// <summary>Zero is greedy, and the default: the same prompt gives the same answer.</summary>
    internal float Temperature { get; init; }

    internal int Seed { get; init; }

    /// <summary>GBNF, or null for free text.</summary>
    internal string? Gbnf { get; init; }

    /// <summary>True where the first complete value ends the answer, so that no further token need be asked for.</summary>
    internal bool EndsWhenComplete { get; init; }

    internal bool FullLogprobs { get; init; }

    /// <exception cref="LlamaException">BadGrammar, for a schema outside the supported subset.</exception>
    internal static GenerationRequest From(ChatOptions? options, LlamaOptions settings)
    {
        var extra = options?.AdditionalProperties;
        var raw = extra?.GetValueOrDefault(LlamaProperties.Grammar) as string;
        var schema = raw is null && options?.ResponseFormat is ChatResponseFormatJson json ? JsonSchemaGrammar.From(json.Schema) : null;
        return new GenerationRequest
        {
            MaxTokens = Math.Max(options?.MaxOutputTokens ?? settings.MaxOutputTokens, 1),
            Temperature = Math.Max(options?.Temperature ?? 0, 0),
            Seed = unchecked((int)(options?.Seed ?? 0)),
            Gbnf = raw ?? schema?.Gbnf,
            EndsWhenComplete = schema is { SelfDelimiting: true },
            FullLogprobs = extra?.GetValueOrDefault(LlamaProperties.FullLogprobs) is true,
        };
    }
}
