using System.Runtime.InteropServices;

namespace Kernward.Llama.Native;

/// <summary>ggml-backend.h and ggml.h of llama.cpp 0.5.0.</summary>
internal static unsafe partial class GgmlApi
{
    private const string Ggml = "ggml";
    private const string Base = "ggml-base";

    /// <summary>Loads one backend library and registers its devices; zero where it does not fit this machine.</summary>
    [LibraryImport(Ggml, EntryPoint = "ggml_backend_load", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint BackendLoad(string path);

    [LibraryImport(Ggml, EntryPoint = "ggml_backend_load_all_from_path", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void BackendLoadAll(string directory);

    [LibraryImport(Ggml, EntryPoint = "ggml_backend_dev_count")]
    internal static partial nuint DeviceCount();

    [LibraryImport(Base, EntryPoint = "ggml_set_abort_callback")]
    internal static partial nint SetAbortCallback(delegate* unmanaged[Cdecl]<byte*, void> callback);

    /// <summary>Elements in one block of a tensor type.</summary>
    [LibraryImport(Base, EntryPoint = "ggml_blck_size")]
    internal static partial long BlockSize(int type);

    /// <summary>Bytes of one block of a tensor type.</summary>
    [LibraryImport(Base, EntryPoint = "ggml_type_size")]
    internal static partial nuint TypeSize(int type);
}
