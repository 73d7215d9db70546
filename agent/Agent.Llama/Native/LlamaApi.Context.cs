using System.Runtime.InteropServices;

namespace Kernward.Llama.Native;

/// <summary>llama.h 0.5.0: contexts, their memory, decoding and samplers.</summary>
internal static unsafe partial class LlamaApi
{
    [LibraryImport(Llama, EntryPoint = "llama_context_default_params")]
    internal static partial ContextParams ContextDefaultParams();

    [LibraryImport(Llama, EntryPoint = "llama_init_from_model")]
    internal static partial nint InitFromModel(ModelHandle model, ContextParams settings);

    [LibraryImport(Llama, EntryPoint = "llama_free")]
    internal static partial void ContextFree(nint context);

    [LibraryImport(Llama, EntryPoint = "llama_n_ctx")]
    internal static partial uint ContextSize(ContextHandle context);

    [LibraryImport(Llama, EntryPoint = "llama_n_batch")]
    internal static partial uint BatchSize(ContextHandle context);

    [LibraryImport(Llama, EntryPoint = "llama_get_memory")]
    internal static partial nint GetMemory(ContextHandle context);

    [LibraryImport(Llama, EntryPoint = "llama_memory_clear")]
    internal static partial void MemoryClear(nint memory, byte data);

    [LibraryImport(Llama, EntryPoint = "llama_memory_seq_rm")]
    internal static partial byte MemoryRemove(nint memory, int sequence, int from, int to);

    [LibraryImport(Llama, EntryPoint = "llama_decode")]
    internal static partial int Decode(ContextHandle context, Batch batch);

    [LibraryImport(Llama, EntryPoint = "llama_get_logits_ith")]
    internal static partial float* GetLogits(ContextHandle context, int index);

    [LibraryImport(Llama, EntryPoint = "llama_sampler_init_grammar")]
    internal static partial SamplerHandle SamplerInitGrammar(nint vocabulary, byte* grammar, byte* root);

    [LibraryImport(Llama, EntryPoint = "llama_sampler_apply")]
    internal static partial void SamplerApply(SamplerHandle sampler, TokenDataArray* candidates);

    [LibraryImport(Llama, EntryPoint = "llama_sampler_accept")]
    internal static partial void SamplerAccept(SamplerHandle sampler, int token);

    [LibraryImport(Llama, EntryPoint = "llama_sampler_free")]
    internal static partial void SamplerFree(nint sampler);
}
