using Kernward.Llama.Gguf;
using Kernward.Llama.Native;

namespace Kernward.Llama;

/// <summary>A model in memory: the mapped file and its vocabulary. Thread-safe once loaded.</summary>
internal sealed class LlamaModel : IDisposable
{
    private LlamaModel(GgufHeader header, ModelHandle handle)
    {
        Header = header;
        Handle = handle;
        Words = new Vocabulary(handle);
    }

    internal GgufHeader Header { get; }

    internal ModelHandle Handle { get; }

    internal Vocabulary Words { get; }

    /// <summary>Loads the libraries if need be, then the model.</summary>
    /// <exception cref="LlamaException">Any kind but PromptTooLong and BadGrammar.</exception>
    internal static LlamaModel Load(LlamaOptions options, IProgress<float>? progress)
    {
        var header = GgufHeader.Read(options.ModelPath);
        NativeLibraries.Load(options.NativesDirectory, options.GpuLayers > 0);
        NativeLog.Clear();
        var handle = Open(options, progress);
        if (!handle.IsInvalid && LlamaApi.ModelHasDecoder(handle) != 0 && LlamaApi.ModelHasEncoder(handle) == 0)
            return new LlamaModel(header, handle);
        using (handle) throw Refused(header, handle.IsInvalid);
    }

    public void Dispose() => Handle.Dispose();

    private static unsafe ModelHandle Open(LlamaOptions options, IProgress<float>? progress)
    {
        using var report = new LoadProgress(progress);
        var settings = LlamaApi.ModelDefaultParams();
        settings.GpuLayers = options.GpuLayers;
        settings.LoadMode = ModelParams.LoadByMap;
        settings.ProgressCallback = LoadProgress.Callback;
        settings.ProgressState = report.State;
        var handle = LlamaApi.ModelLoadFromFile(options.ModelPath, settings);
        report.ThrowIfFailed(handle);
        return handle;
    }

    private static LlamaException Refused(GgufHeader header, bool failed)
    {
        var log = NativeLog.Complaints();
        if (failed && log.Contains("unknown model architecture", StringComparison.Ordinal))
            return new LlamaException(
                LlamaErrorKind.UnsupportedArchitecture,
                $"llama.cpp does not know the model's architecture, '{header.Architecture}'.",
                "Use a model of the LLaMA family, or newer libraries that know it.");
        if (failed)
            return new LlamaException(
                LlamaErrorKind.Other, $"llama.cpp refuses the model: {(log.Length > 0 ? log : "it gave no reason")}",
                "Check that the file is whole and made for this release of llama.cpp.");
        return new LlamaException(
            LlamaErrorKind.UnsupportedArchitecture, $"A model of architecture '{header.Architecture}' does not write text.",
            "Use a model of the LLaMA family.");
    }
}
