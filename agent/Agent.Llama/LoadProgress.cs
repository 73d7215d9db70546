using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kernward.Llama;

/// <summary>Passes llama.cpp's loading progress (0 to 1) to the caller, and a failure of the caller past llama.cpp.</summary>
internal sealed unsafe class LoadProgress : IDisposable
{
    private readonly IProgress<float>? _receiver;
    private readonly GCHandle _self;
    private Exception? _failure;

    internal LoadProgress(IProgress<float>? receiver)
    {
        _receiver = receiver;
        _self = GCHandle.Alloc(this);
    }

    /// <summary>Always set: without one llama.cpp prints dots to its log.</summary>
    internal static delegate* unmanaged[Cdecl]<float, nint, byte> Callback => &Receive;

    internal nint State => GCHandle.ToIntPtr(_self);

    /// <summary>Throws what the receiver threw, after freeing what was loaded so far.</summary>
    internal void ThrowIfFailed(SafeHandle loaded)
    {
        if (_failure is null) return;
        loaded.Dispose();
        throw new InvalidOperationException("The receiver of the loading progress failed.", _failure);
    }

    public void Dispose() => _self.Free();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte Receive(float progress, nint state)
    {
        var self = (LoadProgress)GCHandle.FromIntPtr(state).Target!;
        try
        {
            self._receiver?.Report(progress);
            return 1;
        }
        catch (Exception e)
        {
            // An exception must not run through llama.cpp's frames; it is thrown again once they are gone.
            self._failure = e;
            return 0;
        }
    }
}
