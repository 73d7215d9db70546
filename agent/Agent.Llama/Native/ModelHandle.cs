using Microsoft.Win32.SafeHandles;

namespace Kernward.Llama.Native;

/// <summary>A loaded model; freed when the last context that uses it is freed too.</summary>
internal sealed class ModelHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        LlamaApi.ModelFree(handle);
        return true;
    }
}
