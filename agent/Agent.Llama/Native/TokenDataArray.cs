using System.Runtime.InteropServices;

namespace Kernward.Llama.Native;

/// <summary>llama.h 0.5.0, <c>llama_token_data_array</c>: the candidates that a sampler looks at.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TokenDataArray
{
    public TokenData* Data;
    public nuint Size;
    public long Selected;
    public byte Sorted;
}
