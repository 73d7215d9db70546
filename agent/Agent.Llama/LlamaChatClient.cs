using Kernward.Llama.Gguf;
using Microsoft.Extensions.AI;

namespace Kernward.Llama;

/// <summary>
/// A GGUF model in this process, as a chat client. Thread-safe: answers are written one after the other.
/// Of the chat options it honours: response format (JSON by schema), maximal output tokens, temperature, seed, instructions,
/// and <see cref="LlamaProperties"/>; tools, penalties, top-k, top-p and stop sequences are left unused.
/// </summary>
public sealed partial class LlamaChatClient : IChatClient
{
    private readonly LlamaOptions _options;
    private readonly LlamaModel _model;
    private readonly LlamaContext _context;
    private readonly ChatFrame _frame;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _disposed;

    /// <summary>Loads the model.</summary>
    /// <exception cref="LlamaException">Any kind but PromptTooLong and BadGrammar.</exception>
    public LlamaChatClient(LlamaOptions options)
        : this(options, progress: null)
    {
    }

    private LlamaChatClient(LlamaOptions options, IProgress<float>? progress)
    {
        _options = options;
        _model = LlamaModel.Load(options, progress);
        try
        {
            _frame = new ChatFrame(TemplateOf(options, _model), _model.Words);
            _context = LlamaContext.Create(_model, options);
        }
        catch
        {
            _model.Dispose();
            throw;
        }
    }

    /// <summary>The head of the model's file.</summary>
    public GgufHeader Metadata => _model.Header;

    /// <summary>Tokens that prompt and answer may have together.</summary>
    public int ContextSize => _context.Size;

    /// <summary>Loads the model and reports how far that is, from 0 to 1.</summary>
    /// <exception cref="LlamaException">Any kind but PromptTooLong and BadGrammar.</exception>
    public static LlamaChatClient Load(LlamaOptions options, IProgress<float>? progress) => new(options, progress);

    /// <summary>How many tokens the prompt of these messages has.</summary>
    public int CountTokens(IEnumerable<ChatMessage> messages) => _frame.Tokens([.. messages]).Count;

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        if (serviceKey is not null) return null;
        if (serviceType == typeof(ChatClientMetadata)) return new ChatClientMetadata("llama.cpp", null, ModelId);
        if (serviceType == typeof(GgufHeader)) return Metadata;
        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Waits for the answer that is being written, then frees model and context.</summary>
    public void Dispose()
    {
        _turn.Wait();
        try
        {
            _disposed = true;
            _context.Dispose();
            _model.Dispose();
        }
        finally
        {
            _turn.Release();
        }
    }

    private string ModelId => Metadata.Name.Length > 0 ? Metadata.Name : Path.GetFileNameWithoutExtension(_options.ModelPath);

    private static string TemplateOf(LlamaOptions options, LlamaModel model) =>
        options.ChatTemplate ?? model.Header.ChatTemplate ?? throw new LlamaException(
            LlamaErrorKind.Other, "The model has no chat template.", "Set one, for example 'chatml'.");
}
