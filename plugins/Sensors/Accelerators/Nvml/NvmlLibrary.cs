using System.Runtime.InteropServices;
using System.Text;

namespace Kernward.Plugins.Sensors.Accelerators.Nvml;

/// <summary>
/// NVIDIA's management library, called by name and without any wrapper: a function that this version lacks, or this GPU does not
/// support, is a null. Not thread-safe.
/// </summary>
internal sealed unsafe class NvmlLibrary
{
    /// <summary>The code for a GPU that has fallen off its bus.</summary>
    public const int GpuIsLost = 15;

    private const int LongestText = 96;
    private const int MostProcesses = 256;

    private readonly nint _library;
    private readonly Dictionary<string, nint> _functions = [];

    private NvmlLibrary(nint library) => _library = library;

    /// <summary>Loads and starts it; null where it is not there or finds no driver.</summary>
    public static NvmlLibrary? TryStart(string path)
    {
        if (!NativeLibrary.TryLoad(path, out var library)) return null;
        var nvml = new NvmlLibrary(library);
        if (nvml.Call("nvmlInit_v2") == 0) return nvml;
        NativeLibrary.Free(library);
        return null;
    }

    /// <summary>Ends what <see cref="TryStart"/> began; nothing may be called after it.</summary>
    public void Stop()
    {
        Call("nvmlShutdown");
        NativeLibrary.Free(_library);
    }

    /// <summary>Null where the driver has gone since.</summary>
    public uint? DeviceCount()
    {
        uint count;
        return Find("nvmlDeviceGetCount_v2") is var function && function != 0
            && ((delegate* unmanaged[Cdecl]<uint*, int>)function)(&count) == 0 ? count : null;
    }

    /// <summary>The handle of a device; 0 where it has none.</summary>
    public nint Device(uint index)
    {
        nint handle;
        var function = Find("nvmlDeviceGetHandleByIndex_v2");
        return function != 0 && ((delegate* unmanaged[Cdecl]<uint, nint*, int>)function)(index, &handle) == 0 ? handle : 0;
    }

    /// <summary>Text of the whole system, such as the driver's version.</summary>
    public string? Text(string name)
    {
        var function = Find(name);
        var buffer = stackalloc byte[LongestText];
        return function != 0 && ((delegate* unmanaged[Cdecl]<byte*, uint, int>)function)(buffer, LongestText) == 0 ? Read(buffer) : null;
    }

    public string? Text(string name, nint device)
    {
        var function = Find(name);
        var buffer = stackalloc byte[LongestText];
        return function != 0 && ((delegate* unmanaged[Cdecl]<nint, byte*, uint, int>)function)(device, buffer, LongestText) == 0
            ? Read(buffer) : null;
    }

    public uint? Number(string name, nint device)
    {
        uint value;
        var function = Find(name);
        return function != 0 && ((delegate* unmanaged[Cdecl]<nint, uint*, int>)function)(device, &value) == 0 ? value : null;
    }

    /// <summary>A number of one of several kinds, such as a clock.</summary>
    public uint? Number(string name, nint device, uint kind)
    {
        uint value;
        var function = Find(name);
        return function != 0 && ((delegate* unmanaged[Cdecl]<nint, uint, uint*, int>)function)(device, kind, &value) == 0 ? value : null;
    }

    /// <summary>The library's code for that question.</summary>
    public int Result(string name, nint device, uint kind)
    {
        uint value;
        var function = Find(name);
        return function == 0 ? -1 : ((delegate* unmanaged[Cdecl]<nint, uint, uint*, int>)function)(device, kind, &value);
    }

    public ulong? Large(string name, nint device)
    {
        ulong value;
        var function = Find(name);
        return function != 0 && ((delegate* unmanaged[Cdecl]<nint, ulong*, int>)function)(device, &value) == 0 ? value : null;
    }

    /// <summary>Errors of the memory: 0 corrected, 1 not; since the driver was loaded.</summary>
    public ulong? Errors(nint device, uint kind)
    {
        ulong value;
        var function = Find("nvmlDeviceGetTotalEccErrors");
        return function != 0 && ((delegate* unmanaged[Cdecl]<nint, uint, uint, ulong*, int>)function)(device, kind, 0, &value) == 0
            ? value : null;
    }

    /// <summary>Fills a struct, for which there is room to spare; false where this GPU does not support it.</summary>
    public bool Fill(string name, nint device, Span<byte> into)
    {
        var function = Find(name);
        fixed (byte* start = into) return function != 0 && ((delegate* unmanaged[Cdecl]<nint, byte*, int>)function)(device, start) == 0;
    }

    /// <summary>Corrected, uncorrected, pending and failed replacements of rows.</summary>
    public (uint Corrected, uint Uncorrected, uint Pending, uint Failed)? RemappedRows(nint device)
    {
        uint corrected, uncorrected, pending, failed;
        var function = Find("nvmlDeviceGetRemappedRows");
        return function != 0
            && ((delegate* unmanaged[Cdecl]<nint, uint*, uint*, uint*, uint*, int>)function)(device, &corrected, &uncorrected, &pending,
                &failed) == 0
            ? (corrected, uncorrected, pending, failed) : null;
    }

    /// <summary>Processes with their bytes; null bytes where the library does not know them (a driver below virtual machines).</summary>
    public IReadOnlyList<(uint Pid, ulong? Memory)>? Processes(string name, nint device)
    {
        var function = Find(name);
        var buffer = stackalloc Process[MostProcesses];
        uint count = MostProcesses;
        if (function == 0 || ((delegate* unmanaged[Cdecl]<nint, uint*, Process*, int>)function)(device, &count, buffer) != 0) return null;
        var found = new List<(uint, ulong?)>();
        for (var i = 0; i < Math.Min(count, MostProcesses); i++)
            found.Add((buffer[i].Pid, buffer[i].Memory == ulong.MaxValue ? null : buffer[i].Memory));
        return found;
    }

    private int Call(string name)
    {
        var function = Find(name);
        return function == 0 ? -1 : ((delegate* unmanaged[Cdecl]<int>)function)();
    }

    private nint Find(string name)
    {
        if (_functions.TryGetValue(name, out var known)) return known;
        NativeLibrary.TryGetExport(_library, name, out var function);
        return _functions[name] = function;
    }

    private static string Read(byte* buffer)
    {
        var text = new ReadOnlySpan<byte>(buffer, LongestText);
        var end = text.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? text : text[..end]);
    }

    /// <summary>nvmlProcessInfo_t of the second and third version of its functions.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Process
    {
        public uint Pid;
        public ulong Memory;
        public uint Instance;
        public uint ComputeInstance;
    }
}
