using System.Runtime.InteropServices;

namespace Kernward.Llama.Native;

/// <summary>llama.h 0.5.0, <c>llama_batch</c>. Positions and sequences left null continue sequence 0.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Batch
{
    public int Count;
    public int* Tokens;
    public nint Embeddings;
    public nint Positions;
    public nint SequenceCounts;
    public nint Sequences;

    /// <summary>One byte a token, not zero where logits are wanted; null means the last token only.</summary>
    public byte* Outputs;
}
