using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace Kernward.Llama.Native;

/// <summary>
/// llama.cpp's libraries in this process. The dynamic loader keeps a library for the life of a process, so what was loaded
/// first stays: this is the one place with process-wide state. Thread-safe.
/// </summary>
internal static class NativeLibraries
{
    /// <summary>Releases whose struct layouts were compared with ours; any other could read our structs wrongly.</summary>
    private static readonly string[] CheckedReleases = ["0.5.0"];

    private static readonly Lock Gate = new();
    private static NativeDirectory? _loaded;
    private static bool _resolving;
    private static bool _ready;
    private static bool _gpu;

    /// <summary>Loads the libraries unless this process has them already.</summary>
    /// <param name="setting">Directory from the settings, or null to search.</param>
    /// <param name="gpu">Also load the backends of GPUs that lie beside the CPU's.</param>
    /// <exception cref="LlamaException">NativesMissing, UnsupportedRelease, WrongCpu, or Other for a second directory.</exception>
    internal static void Load(string? setting, bool gpu)
    {
        lock (Gate)
        {
            if (_ready && setting is null) setting = _loaded?.Path;
            var directory = NativeDirectory.Find(setting, AppContext.BaseDirectory);
            RefuseSecond_NeedsLock(directory);
            if (!_ready) Open_NeedsLock(directory);
            if (gpu && !_gpu) CpuBackends.LoadOthers(directory);
            _gpu |= gpu;
        }
    }

    /// <summary>Throws unless struct layouts were checked against this release; a suffix such as <c>-dev</c> does not count.</summary>
    internal static void RequireCheckedRelease(string version)
    {
        if (CheckedReleases.Contains(version.Split('-')[0])) return;
        throw new LlamaException(
            LlamaErrorKind.UnsupportedRelease,
            $"The llama.cpp libraries are release {version}, and only {string.Join(", ", CheckedReleases)} was checked.",
            "Install the release that package.json pins.");
    }

    private static void RefuseSecond_NeedsLock(NativeDirectory directory)
    {
        if (_loaded is null || _loaded == directory) return;
        throw new LlamaException(
            LlamaErrorKind.Other,
            $"This process already uses the llama.cpp libraries in {_loaded.Path}.",
            "Use one directory of libraries per process.");
    }

    private static void Open_NeedsLock(NativeDirectory directory)
    {
        if (!_resolving) NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, Resolve);
        _resolving = true;
        // On a failure ggml would otherwise start a debugger on this process, which may be root's on a production machine.
        _ = Libc.SetEnvironment("GGML_NO_BACKTRACE", "1", replace: 0);
        _loaded = directory;
        try
        {
            RequireCheckedRelease(Version());
            NativeLog.Install();
            CpuBackends.Load(directory);
            LlamaApi.BackendInit();
            _ready = true;
        }
        catch (EntryPointNotFoundException e)
        {
            throw new LlamaException(
                LlamaErrorKind.UnsupportedRelease, "The llama.cpp libraries are older than any release that was checked.",
                "Install the release that package.json pins.", e);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            _loaded = null;
            throw Refused(directory, e);
        }
    }

    private static unsafe string Version() =>
        Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(LlamaApi.Version()));

    private static LlamaException Refused(NativeDirectory directory, Exception e)
    {
        var foreign = e is BadImageFormatException || e.Message.Contains("ELF", StringComparison.Ordinal);
        return new LlamaException(
            foreign ? LlamaErrorKind.WrongCpu : LlamaErrorKind.NativesMissing,
            foreign
                ? $"The llama.cpp libraries in {directory.Path} are for another processor."
                : $"The dynamic loader refuses the llama.cpp libraries in {directory.Path}: {e.Message.ReplaceLineEndings(" ").Trim()}",
            foreign ? $"Install the libraries for {NativeDirectory.Rid}." : "Check the files, and that libstdc++ is installed.",
            e);
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name is "llama" or "ggml" or "ggml-base" && _loaded?.FileOf(name) is { } file ? NativeLibrary.Load(file) : 0;
}
