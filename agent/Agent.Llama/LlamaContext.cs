using Kernward.Llama.Native;

namespace Kernward.Llama;

/// <summary>
/// The state of one conversation: which tokens the model has read. What a new prompt shares with them is not read again.
/// Not thread-safe: one caller at a time.
/// </summary>
internal sealed unsafe class LlamaContext : IDisposable
{
    private const int Aborted = 2;

    private readonly ContextHandle _handle;
    private readonly nint _memory;
    private readonly int _vocabulary;
    private readonly List<int> _read = [];

    private LlamaContext(ContextHandle handle, int vocabulary)
    {
        _handle = handle;
        _memory = LlamaApi.GetMemory(handle);
        _vocabulary = vocabulary;
        Size = checked((int)LlamaApi.ContextSize(handle));
        BatchSize = checked((int)LlamaApi.BatchSize(handle));
    }

    /// <summary>Tokens that fit.</summary>
    internal int Size { get; }

    /// <summary>Tokens that one call may decode; llama.cpp ends the process when given more.</summary>
    internal int BatchSize { get; }

    /// <summary>Log-odds of every token to follow what was read last; valid until the next <see cref="Read"/>.</summary>
    internal ReadOnlySpan<float> Logits
    {
        get
        {
            var logits = LlamaApi.GetLogits(_handle, -1);
            return logits == null ? throw Failed("it returned no logits") : new ReadOnlySpan<float>(logits, _vocabulary);
        }
    }

    /// <exception cref="LlamaException">Other, where llama.cpp refuses the settings or lacks memory.</exception>
    internal static LlamaContext Create(LlamaModel model, LlamaOptions options)
    {
        NativeLog.Clear();
        var settings = LlamaApi.ContextDefaultParams();
        settings.ContextSize = (uint)SizeFor(model, options);
        settings.BatchSize = settings.MicroBatchSize = (uint)Math.Clamp(options.BatchSize, 1, SizeFor(model, options));
        settings.Threads = settings.ThreadsBatch = options.ThreadsFor(model.Header.FileBytes);
        if (options.GpuLayers <= 0 && model.Header.FileBytes < LlamaOptions.SmallModelBytes)
            settings.FlashAttentionType = ContextParams.NoFlashAttention;
        settings.NoPerformanceCounters = 1;
        var handle = ContextHandle.Create(model.Handle, settings) ?? throw Failed("it cannot make a context");
        return new LlamaContext(handle, model.Words.Count);
    }

    /// <summary>Makes exactly these tokens the ones that were read, reading only what differs from before.</summary>
    /// <returns>How many did not have to be read again.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; the context stays usable.</exception>
    internal int ReadPrompt(List<int> tokens, CancellationToken cancel)
    {
        // The last token is always read: its logits are what the answer starts from.
        var shared = Math.Min(_read.Zip(tokens).TakeWhile(p => p.First == p.Second).Count(), tokens.Count - 1);
        Forget(shared);
        shared = _read.Count;
        for (var at = shared; at < tokens.Count; at += BatchSize)
            Read(tokens[at..Math.Min(at + BatchSize, tokens.Count)], at + BatchSize >= tokens.Count, cancel);
        return shared;
    }

    /// <summary>Reads one more token.</summary>
    internal void Read(int token, CancellationToken cancel) => Read([token], true, cancel);

    public void Dispose() => _handle.Dispose();

    private void Read(List<int> tokens, bool wantLogits, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        _handle.SetStop(false);
        int status;
        using (cancel.UnsafeRegister(static h => ((ContextHandle)h!).SetStop(true), _handle))
            status = Decode(tokens.ToArray(), wantLogits);
        if (status == 0)
        {
            _read.AddRange(tokens);
            return;
        }
        // Part of the batch may be in memory: go back to what is known.
        Forget(_read.Count);
        if (status == Aborted) throw new OperationCanceledException(cancel);
        throw Failed($"decoding failed with status {status}");
    }

    private int Decode(int[] tokens, bool wantLogits)
    {
        var outputs = new byte[tokens.Length];
        outputs[^1] = Convert.ToByte(wantLogits);
        fixed (int* first = tokens)
        fixed (byte* wanted = outputs)
            return LlamaApi.Decode(_handle, new Batch { Count = tokens.Length, Tokens = first, Outputs = wanted });
    }

    /// <summary>Keeps the first tokens; a model that cannot forget a part (recurrent ones) forgets everything.</summary>
    private void Forget(int keep)
    {
        if (LlamaApi.MemoryRemove(_memory, 0, keep, -1) == 0)
        {
            LlamaApi.MemoryClear(_memory, 0);
            keep = 0;
        }
        _read.RemoveRange(keep, _read.Count - keep);
    }

    private static int SizeFor(LlamaModel model, LlamaOptions options)
    {
        var trained = Math.Max(LlamaApi.ModelTrainedContext(model.Handle), 1);
        return options.ContextSize <= 0 ? trained : Math.Min(options.ContextSize, trained);
    }

    private static LlamaException Failed(string what)
    {
        var log = NativeLog.Complaints();
        return new LlamaException(
            LlamaErrorKind.Other, $"llama.cpp failed: {what}{(log.Length > 0 ? $" ({log})" : "")}.",
            "Try a smaller context, or another model.");
    }
}
