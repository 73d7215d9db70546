using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.AI;

namespace Kernward.Llama;

/// <summary>Writes one answer: reads the prompt, then chooses token after token. Used once.</summary>
internal sealed class Generator(LlamaContext context, Vocabulary words, GenerationRequest request)
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly List<TokenLogprob> _logprobs = [];
    private readonly StringBuilder _text = new();

    /// <summary>Runs to the end of the answer.</summary>
    /// <param name="prompt">Tokens of the prompt.</param>
    /// <param name="onText">Receives each piece of text once its characters are complete.</param>
    /// <param name="cancel">Looked at before every token and, while a token is computed, between its operations.</param>
    internal Answer Run(List<int> prompt, Action<string> onText, CancellationToken cancel)
    {
        if (prompt.Count >= context.Size)
            throw new LlamaException(
                LlamaErrorKind.PromptTooLong, $"The prompt has {prompt.Count} tokens and the context holds {context.Size}.",
                "Shorten the message, or raise the context size in the settings.");
        var start = Stopwatch.GetTimestamp();
        using var grammar = request.Gbnf is null ? null : new GrammarFilter(words, request.Gbnf);
        var built = Stopwatch.GetElapsedTime(start);
        start = Stopwatch.GetTimestamp();
        var reused = context.ReadPrompt(prompt, cancel);
        var read = Stopwatch.GetElapsedTime(start);
        start = Stopwatch.GetTimestamp();
        var chooser = new TokenChooser(grammar, request, words.Count);
        var finish = Write(chooser, grammar, Math.Min(request.MaxTokens, context.Size - prompt.Count), onText, cancel);
        var written = Stopwatch.GetElapsedTime(start);
        var cost = new GenerationCost(prompt.Count, reused, _logprobs.Count, read.TotalMilliseconds, written.TotalMilliseconds)
        {
            GrammarMs = (built + chooser.GrammarTime).TotalMilliseconds,
            FullPasses = chooser.FullPasses,
        };
        return new Answer(_text.ToString(), finish, _logprobs, cost);
    }

    private ChatFinishReason Write(
        TokenChooser chooser, GrammarFilter? grammar, int most, Action<string> onText, CancellationToken cancel)
    {
        for (var count = 1; ; count++)
        {
            cancel.ThrowIfCancellationRequested();
            var choice = chooser.Choose(context.Logits);
            if (words.IsEnd(choice.Token)) return Flush(ChatFinishReason.Stop, onText);
            var piece = words.Piece(choice.Token);
            Note(choice, piece);
            Emit(piece, flush: false, onText);
            if (request.EndsWhenComplete && MayClose(piece) && grammar!.MayEnd) return Flush(ChatFinishReason.Stop, onText);
            if (count == most) return Flush(ChatFinishReason.Length, onText);
            context.Read(choice.Token, cancel);
        }
    }

    /// <summary>Saves asking the grammar after most tokens: a complete JSON value ends with one of few characters.</summary>
    private static bool MayClose(byte[] piece) => piece.Length > 0 && piece[^1] is (byte)'}' or (byte)']' or (byte)'"' or (byte)'e' or (byte)'l';

    private void Note(Choice choice, byte[] piece)
    {
        var logits = context.Logits;
        _logprobs.Add(new TokenLogprob(
            Encoding.UTF8.GetString(piece), choice.LogProb, choice.Constrained,
            [Alternative(choice.Opinion.Best, choice, logits), Alternative(choice.Opinion.Second, choice, logits)]));
    }

    private TokenAlternative Alternative(int token, Choice choice, ReadOnlySpan<float> logits) =>
        new(Encoding.UTF8.GetString(words.Piece(token)), choice.Opinion.LogProb(logits, token));

    private ChatFinishReason Flush(ChatFinishReason reason, Action<string> onText)
    {
        Emit([], flush: true, onText);
        return reason;
    }

    private void Emit(byte[] piece, bool flush, Action<string> onText)
    {
        var room = new char[piece.Length + 4];
        var count = _decoder.GetChars(piece, room, flush);
        if (count == 0) return;
        var text = new string(room, 0, count);
        _text.Append(text);
        onText(text);
    }
}
