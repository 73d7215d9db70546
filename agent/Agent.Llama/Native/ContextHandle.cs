using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Kernward.Llama.Native;

/// <summary>
/// A context with the flag that stops it. It holds its model, so that neither the order of disposal nor finalizers can free
/// the model first.
/// </summary>
internal sealed unsafe class ContextHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    private readonly ModelHandle _model;
    private int* _stop;

    private ContextHandle(ModelHandle model)
        : base(ownsHandle: true)
    {
        var held = false;
        model.DangerousAddRef(ref held);
        _model = model;
        _stop = (int*)NativeMemory.AllocZeroed(sizeof(int));
    }

    /// <summary>Makes a context; null where llama.cpp refused (its log says why).</summary>
    internal static ContextHandle? Create(ModelHandle model, ContextParams settings)
    {
        var context = new ContextHandle(model);
        settings.AbortCallback = &ShouldStop;
        settings.AbortState = (nint)context._stop;
        context.SetHandle(LlamaApi.InitFromModel(model, settings));
        if (!context.IsInvalid) return context;
        context.LetGo();
        return null;
    }

    /// <summary>Makes a decode that is under way return at its next operation, or lets the next one run. Any thread.</summary>
    internal void SetStop(bool stop) => Volatile.Write(ref Unsafe.AsRef<int>(_stop), stop ? 1 : 0);

    protected override bool ReleaseHandle()
    {
        LlamaApi.ContextFree(handle);
        LetGo();
        return true;
    }

    private void LetGo()
    {
        NativeMemory.Free(_stop);
        _stop = null;
        _model.DangerousRelease();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte ShouldStop(nint stop) => Volatile.Read(ref Unsafe.AsRef<int>((int*)stop)) != 0 ? (byte)1 : (byte)0;
}
