using Microsoft.Win32.SafeHandles;

namespace Kernward.Llama.Native;

/// <summary>A sampler of llama.cpp; here always a grammar.</summary>
internal sealed class SamplerHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        LlamaApi.SamplerFree(handle);
        return true;
    }
}
