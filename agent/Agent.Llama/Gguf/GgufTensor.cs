namespace Kernward.Llama.Gguf;

/// <summary>One tensor as the header announces it.</summary>
/// <param name="Name">For example <c>blk.0.attn_q.weight</c>.</param>
/// <param name="Shape">Elements in each dimension, fastest first.</param>
/// <param name="Type">ggml's number of the element type.</param>
/// <param name="Offset">Bytes from the start of the data section.</param>
/// <param name="Bytes">Size of the data; null for a type whose size is not known here.</param>
public sealed record GgufTensor(string Name, IReadOnlyList<long> Shape, int Type, long Offset, long? Bytes);
