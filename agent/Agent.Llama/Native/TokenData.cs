using System.Runtime.InteropServices;

namespace Kernward.Llama.Native;

/// <summary>llama.h 0.5.0, <c>llama_token_data</c>: one candidate.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TokenData
{
    public int Id;

    /// <summary>Log-odds; negative infinity once a sampler has refused the token.</summary>
    public float Logit;

    public float Probability;
}
