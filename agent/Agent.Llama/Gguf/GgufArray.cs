namespace Kernward.Llama.Gguf;

/// <summary>
/// An array among the metadata. Only arrays under <c>kernward.</c> keep their items; a vocabulary of a hundred thousand
/// strings is counted and skipped.
/// </summary>
/// <param name="Count">How many items the file holds.</param>
/// <param name="Items">The items, or empty where they were skipped.</param>
public sealed record GgufArray(long Count, IReadOnlyList<object> Items);
