using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.AI;

namespace Kernward.Llama;

public sealed partial class LlamaChatClient
{
    /// <summary>Writes the whole answer.</summary>
    /// <exception cref="LlamaException">PromptTooLong, BadGrammar, or Other where decoding failed.</exception>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var answer = await Write(messages, options, static _ => { }, cancellationToken).ConfigureAwait(false);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, answer.Text))
        {
            FinishReason = answer.Finish,
            ModelId = ModelId,
            Usage = UsageOf(answer.Cost),
            AdditionalProperties = PropertiesOf(answer),
        };
    }

    /// <summary>Writes the answer piece by piece; the last update carries usage, cost and log-probabilities.</summary>
    /// <exception cref="LlamaException">PromptTooLong, BadGrammar, or Other where decoding failed.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var pieces = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writing = WriteInto(pieces.Writer, messages, options, stop.Token);
        try
        {
            await foreach (var piece in pieces.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                yield return new ChatResponseUpdate(ChatRole.Assistant, piece) { ModelId = ModelId };
                // The model may be done long before its reader: a reader that cancels gets nothing more even then.
                cancellationToken.ThrowIfCancellationRequested();
            }
            yield return LastOf(await writing.ConfigureAwait(false));
        }
        finally
        {
            // A reader that leaves early must not leave the model writing.
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Answer> WriteInto(
        ChannelWriter<string> pieces, IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancel)
    {
        try
        {
            return await Write(messages, options, piece => pieces.TryWrite(piece), cancel).ConfigureAwait(false);
        }
        finally
        {
            pieces.Complete();
        }
    }

    /// <summary>Takes the turn and computes on a pool thread: the caller's thread may be one that answers people.</summary>
    private async Task<Answer> Write(
        IEnumerable<ChatMessage> messages, ChatOptions? options, Action<string> onText, CancellationToken cancel)
    {
        var request = GenerationRequest.From(options, _options);
        var chat = WithInstructions(messages, options);
        await _turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var generator = new Generator(_context, _model.Words, request);
            return await Task.Run(() => generator.Run(_frame.Tokens(chat), onText, cancel), cancel).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private static List<ChatMessage> WithInstructions(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var chat = messages.ToList();
        if (!string.IsNullOrEmpty(options?.Instructions)) chat.Insert(0, new ChatMessage(ChatRole.System, options.Instructions));
        return chat;
    }

    private ChatResponseUpdate LastOf(Answer answer) => new()
    {
        Role = ChatRole.Assistant,
        ModelId = ModelId,
        FinishReason = answer.Finish,
        Contents = [new UsageContent(UsageOf(answer.Cost))],
        AdditionalProperties = PropertiesOf(answer),
    };

    private static UsageDetails UsageOf(GenerationCost cost) => new()
    {
        InputTokenCount = cost.PromptTokens,
        CachedInputTokenCount = cost.ReusedTokens,
        OutputTokenCount = cost.OutputTokens,
        TotalTokenCount = cost.PromptTokens + cost.OutputTokens,
    };

    private static AdditionalPropertiesDictionary PropertiesOf(Answer answer) => new()
    {
        [LlamaProperties.Logprobs] = answer.Logprobs,
        [LlamaProperties.Cost] = answer.Cost,
    };
}
