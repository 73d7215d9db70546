using System.Runtime.InteropServices;

namespace Kernward.Llama.Native;

/// <summary>llama.h 0.5.0: process, model and vocabulary. The names are llama.cpp's own.</summary>
internal static unsafe partial class LlamaApi
{
    private const string Llama = "llama";

    [LibraryImport(Llama, EntryPoint = "llama_version")]
    internal static partial byte* Version();

    [LibraryImport(Llama, EntryPoint = "llama_backend_init")]
    internal static partial void BackendInit();

    [LibraryImport(Llama, EntryPoint = "llama_log_set")]
    internal static partial void LogSet(delegate* unmanaged[Cdecl]<int, byte*, nint, void> callback, nint state);

    [LibraryImport(Llama, EntryPoint = "llama_model_default_params")]
    internal static partial ModelParams ModelDefaultParams();

    [LibraryImport(Llama, EntryPoint = "llama_model_load_from_file", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ModelHandle ModelLoadFromFile(string path, ModelParams settings);

    [LibraryImport(Llama, EntryPoint = "llama_model_free")]
    internal static partial void ModelFree(nint model);

    [LibraryImport(Llama, EntryPoint = "llama_model_get_vocab")]
    internal static partial nint ModelGetVocabulary(ModelHandle model);

    [LibraryImport(Llama, EntryPoint = "llama_model_n_ctx_train")]
    internal static partial int ModelTrainedContext(ModelHandle model);

    [LibraryImport(Llama, EntryPoint = "llama_model_has_decoder")]
    internal static partial byte ModelHasDecoder(ModelHandle model);

    [LibraryImport(Llama, EntryPoint = "llama_model_has_encoder")]
    internal static partial byte ModelHasEncoder(ModelHandle model);

    [LibraryImport(Llama, EntryPoint = "llama_vocab_n_tokens")]
    internal static partial int VocabularySize(nint vocabulary);

    [LibraryImport(Llama, EntryPoint = "llama_vocab_is_eog")]
    internal static partial byte IsEndOfGeneration(nint vocabulary, int token);

    [LibraryImport(Llama, EntryPoint = "llama_vocab_is_control")]
    internal static partial byte IsControl(nint vocabulary, int token);

    [LibraryImport(Llama, EntryPoint = "llama_tokenize")]
    internal static partial int Tokenize(nint vocabulary, byte* text, int length, int* tokens, int room, byte addSpecial, byte parseSpecial);

    [LibraryImport(Llama, EntryPoint = "llama_token_to_piece")]
    internal static partial int TokenToPiece(nint vocabulary, int token, byte* buffer, int room, int skipSpaces, byte special);

    [LibraryImport(Llama, EntryPoint = "llama_chat_apply_template")]
    internal static partial int ChatApplyTemplate(
        byte* template, TemplateMessage* chat, nuint count, byte addAssistant, byte* buffer, int room);
}
