namespace Kernward.Llama.Native;

/// <summary>
/// Chooses among the builds of the CPU backend. Trying the richest first and taking the first that llama.cpp accepts costs
/// a millisecond or two; letting it open and score all of them costs fifteen to twenty-five.
/// </summary>
internal static class CpuBackends
{
    /// <summary>
    /// Descending by the score that each build gives itself on a processor that can run it: on x86 its widest instruction
    /// set decides, on ARM the architecture's version.
    /// </summary>
    internal static readonly string[] RichestFirst =
    [
        "sapphirerapids", "zen4", "cooperlake", "icelake", "cascadelake", "cannonlake", "skylakex", "alderlake",
        "haswell", "piledriver", "ivybridge", "sandybridge", "sse42", "x64",
        "armv9.2_2", "armv9.2_1", "armv8.6_2", "armv8.6_1", "armv8.2_3", "armv8.2_2", "armv8.2_1", "armv8.0_1",
    ];

    /// <summary>Loads the best build for this processor.</summary>
    /// <exception cref="LlamaException">WrongCpu where none runs here.</exception>
    internal static void Load(NativeDirectory directory)
    {
        var before = GgmlApi.DeviceCount();
        foreach (var file in Builds(directory).Where(File.Exists))
            if (GgmlApi.BackendLoad(file) != 0) return;
        GgmlApi.BackendLoadAll(directory.Path);
        if (GgmlApi.DeviceCount() > before) return;
        throw new LlamaException(
            LlamaErrorKind.WrongCpu,
            $"None of the llama.cpp libraries in {directory.Path} runs on this processor.",
            $"Install the libraries for {NativeDirectory.Rid}, or build llama.cpp on this machine and name the directory in the settings.");
    }

    /// <summary>Loads every other backend beside the CPU's (CUDA, Vulkan, ...); those whose driver is missing stay out.</summary>
    internal static void LoadOthers(NativeDirectory directory)
    {
        foreach (var file in Directory.EnumerateFiles(directory.Path, "libggml-*.so").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(file);
            if (name.StartsWith("libggml-base", StringComparison.Ordinal)) continue;
            if (!name.StartsWith("libggml-cpu", StringComparison.Ordinal)) GgmlApi.BackendLoad(file);
        }
    }

    private static IEnumerable<string> Builds(NativeDirectory directory) =>
        RichestFirst.Select(n => Path.Combine(directory.Path, $"libggml-cpu-{n}.so"))
            .Append(Path.Combine(directory.Path, "libggml-cpu.so"));
}
