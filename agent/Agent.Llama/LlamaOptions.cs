namespace Kernward.Llama;

/// <summary>How a model is loaded and run. Every default suits a model of a few megabytes on a busy server.</summary>
public sealed record LlamaOptions
{
    /// <summary>The default of <see cref="ContextSize"/>.</summary>
    public const int DefaultContextSize = 1024;

    /// <summary>The default of <see cref="BatchSize"/>.</summary>
    public const int DefaultBatchSize = 256;

    /// <summary>The default of <see cref="MaxOutputTokens"/>.</summary>
    public const int DefaultMaxOutputTokens = 512;

    /// <summary>The most threads that are taken where <see cref="Threads"/> is left open.</summary>
    public const int DefaultThreadLimit = 4;

    /// <summary>A model file below this size gets one thread where <see cref="Threads"/> is left open: 256 MiB.</summary>
    public const long SmallModelBytes = 256L << 20;

    /// <summary>Path of the GGUF file.</summary>
    public required string ModelPath { get; init; }

    /// <summary>
    /// Directory with llama.cpp's libraries. Null (the default) looks into <c>natives/</c> beside the program, then for the
    /// npm package from the program's directory upwards. A process loads the libraries once: a second directory is refused.
    /// </summary>
    public string? NativesDirectory { get; init; }

    /// <summary>Tokens that prompt and answer may have together; 1,024 by default, 0 for what the model was trained for, never more than that.</summary>
    public int ContextSize { get; init; } = DefaultContextSize;

    /// <summary>Tokens of a prompt that are evaluated at once; 256 by default. Larger costs memory and gains little on a CPU.</summary>
    public int BatchSize { get; init; } = DefaultBatchSize;

    /// <summary>Threads that compute; 0 (the default) leaves it to <see cref="ThreadsFor"/>.</summary>
    public int Threads { get; init; }

    /// <summary>Layers that are given to a GPU; none by default. Needs libraries with a GPU backend.</summary>
    public int GpuLayers { get; init; }

    /// <summary>Chat template to use instead of the model's own; null by default.</summary>
    public string? ChatTemplate { get; init; }

    /// <summary>Tokens after which an answer is cut where the caller sets no limit; 512 by default.</summary>
    public int MaxOutputTokens { get; init; } = DefaultMaxOutputTokens;

    /// <summary>
    /// The number of threads for a model file of this size. Left open, it is one for small models; for others the processors
    /// that affinity and control-group quota leave to the process, less one for the workload, at most four.
    /// </summary>
    /// <remarks>
    /// llama.cpp's threads wait for each other by spinning, many times a token. With two threads on two busy processors a
    /// small model was measured a hundred times slower than with one; alone on the machine it gains next to nothing from two.
    /// </remarks>
    public int ThreadsFor(long modelBytes)
    {
        if (Threads > 0) return Threads;
        return modelBytes < SmallModelBytes ? 1 : Math.Clamp(Environment.ProcessorCount - 1, 1, DefaultThreadLimit);
    }
}
