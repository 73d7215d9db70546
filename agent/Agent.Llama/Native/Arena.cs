using System.Runtime.InteropServices;

namespace Kernward.Llama.Native;

/// <summary>Zero-terminated strings for one native call.</summary>
internal sealed unsafe class Arena : IDisposable
{
    private readonly List<nint> _blocks = [];

    internal byte* Text(string text)
    {
        var block = Marshal.StringToCoTaskMemUTF8(text);
        _blocks.Add(block);
        return (byte*)block;
    }

    public void Dispose() => _blocks.ForEach(Marshal.FreeCoTaskMem);
}
