using System.Runtime.InteropServices;

namespace Kernward.Llama.Native;

/// <summary>llama.h 0.5.0, <c>llama_model_params</c>. C's bool is a byte, enumerations are 32 bits wide.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ModelParams
{
    /// <summary><c>LLAMA_LOAD_MODE_MMAP</c>: pages of the file are shared and can be given back.</summary>
    public const int LoadByMap = 1;

    public nint Devices;
    public nint TensorBufferOverrides;
    public int GpuLayers;
    public int SplitMode;
    public int LoadMode;
    public int LazyMode;
    public int MainGpu;
    public nint TensorSplit;
    public delegate* unmanaged[Cdecl]<float, nint, byte> ProgressCallback;
    public nint ProgressState;
    public nint KeyOverrides;
    public byte VocabularyOnly;
    public byte CheckTensors;
    public byte UseExtraBuffers;
    public byte NoHost;
    public byte NoAllocation;
    public byte LoadMtp;
}
