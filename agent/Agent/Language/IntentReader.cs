using System.Diagnostics;
using System.Text;
using Kernward.Domain;
using Microsoft.Extensions.AI;

namespace Kernward.Language;

/// <summary>
/// Reads a message with a model. The message is data: it stands in the user turn as plain text, its answer can only be an
/// intent, and nothing that the model writes reaches the host but through the plan and the guard.
/// </summary>
public sealed class IntentReader
{
    /// <summary>A longer message is cut here for the model: what an operator wants is said in the first thousands of characters.</summary>
    internal const int LongestMessage = 1200;

    /// <summary>The longest message that is taken at all, in characters; beyond that it is a mistake, not a wish.</summary>
    public const int LongestInput = 20_000;

    /// <summary>A reading that is surer than this is not looked at again.</summary>
    private const double Certain = 0.9;

    private readonly IChatClient _model;
    private readonly IntentSchema _schema;
    private readonly string _instructions;
    private readonly PlainReplies _replies;

    /// <summary>
    /// <paramref name="instructions"/> is the system prompt: the bundled model was trained on the bare task name, others get
    /// <c>prompts/intent.md</c>.
    /// </summary>
    internal IntentReader(IChatClient model, IntentSchema schema, PlainReplies replies, string instructions) =>
        (_model, _schema, _replies, _instructions) = (model, schema, replies, instructions);

    /// <summary>
    /// <paramref name="known"/> are names on this host, of which those in the message are told to the model;
    /// <paramref name="pending"/> is the summary of a plan that waits for approval, or empty.
    /// </summary>
    /// <exception cref="LanguageException">Empty or too long text, or an answer that is no intent.</exception>
    public async Task<IntentReading> ReadAsync(string text, IEnumerable<string> known, string pending, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        var parts = Split(text);
        var message = Clean(parts.About(_schema.FirstTunable(parts.Pasted)));
        if (pending.Length > 0 && _replies.Read(message) is { } reply)
            return new IntentReading(new Intent { Act = reply }, 1, Stopwatch.GetElapsedTime(started).TotalMilliseconds) { IsPlain = true };
        var spans = new MessageSpans(message);
        var named = KnownNames.In(message, known, _schema.IsTunable);
        var content = Content(message, named, pending);
        var (intent, confidence) = await AskAsync(content, _schema.For(spans), spans, cancel).ConfigureAwait(false);
        if (confidence.Probability < Certain && named.Count > 0 && IsStranger(intent, named))
            (intent, confidence) = await AskAsync(content, _schema.For(spans, intent.Act, named, named), spans, cancel).ConfigureAwait(false);
        if (IsOfParties(intent.Act) && intent.Versus.Length > 0 && Same(intent.Subject, intent.Versus))
            (intent, confidence) = await ApartAsync(content, intent, named, spans, cancel).ConfigureAwait(false);
        return new IntentReading(Bare(intent), confidence.Probability, Stopwatch.GetElapsedTime(started).TotalMilliseconds) { Instead = confidence.Instead };
    }

    /// <summary>A party that nobody here is called, in a message that has names of this host.</summary>
    private static bool IsStranger(Intent intent, List<string> named) =>
        IsOfParties(intent.Act)
        && intent.Subject.Length > 0 && !intent.Subject.Contains('.', StringComparison.Ordinal)
        && !(named.Contains(intent.Subject.ToLowerInvariant()) && (intent.Versus.Length == 0 || named.Contains(intent.Versus.ToLowerInvariant())));

    /// <summary>Nobody is set against himself: either the first party is another one, or the second; the likelier of both.</summary>
    private async Task<(Intent Intent, (double Probability, Act? Instead) Confidence)> ApartAsync(
        string content, Intent intent, List<string> named, MessageSpans spans, CancellationToken cancel)
    {
        var (same, rest) = (intent.Subject.ToLowerInvariant(), named.Where(name => !Same(name, intent.Subject)).ToList());
        var second = await AskAsync(content, _schema.For(spans, intent.Act, [same], rest), spans, cancel).ConfigureAwait(false);
        if (rest.Count == 0) return second;
        var first = await AskAsync(content, _schema.For(spans, intent.Act, rest, [same]), spans, cancel).ConfigureAwait(false);
        return first.Confidence.Probability > second.Confidence.Probability ? first : second;
    }

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static bool IsOfParties(Act act) => act is Act.Allocate or Act.Optimize or Act.Diagnose or Act.Watch;

    private async Task<(Intent Intent, (double Probability, Act? Instead) Confidence)> AskAsync(
        string content, System.Text.Json.JsonElement schema, MessageSpans spans, CancellationToken cancel)
    {
        var options = new ChatOptions
        {
            Temperature = 0,
            MaxOutputTokens = 200,
            ResponseFormat = ChatResponseFormat.ForJsonSchema(schema, "intent"),
            AdditionalProperties = new AdditionalPropertiesDictionary { [Llama.LlamaProperties.FullLogprobs] = true },
        };
        var response = await _model.GetResponseAsync(
            [new ChatMessage(ChatRole.System, _instructions), new ChatMessage(ChatRole.User, content)], options, cancel).ConfigureAwait(false);
        var intent = IntentSchema.Read(response.Text, schema, spans, out var reason)
            ?? throw new LanguageException("unreadable-answer", $"The model's answer could not be used: {reason}.", "try it in other words");
        return (intent, Confidence.Of(response));
    }

    /// <summary>The operator's own words and what he pasted among them.</summary>
    /// <exception cref="LanguageException">Far too long, or nothing but a paste.</exception>
    internal static PastedText Split(string text)
    {
        ThrowIfTooLong(text);
        var parts = PastedText.Of(text);
        return parts.Pasted.Count == 0 || parts.Words.Any(char.IsLetter) ? parts : throw new LanguageException("only-paste",
            "The message is only pasted text, which is not read as a request.", "say in your own words, above it, what you want");
    }

    private static void ThrowIfTooLong(string text)
    {
        if (text.Length > LongestInput)
            throw new LanguageException("too-long", $"The message has {text.Length:N0} characters; {LongestInput:N0} is the most.", "say in a sentence or two what you want");
    }

    /// <summary>Text without control and format characters; refused where nothing is left or far too much is.</summary>
    internal static string Clean(string text)
    {
        ThrowIfTooLong(text);
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            plain.Append(Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Format
                or System.Globalization.UnicodeCategory.PrivateUse ? " " : rune.ToString());
        var message = string.Join(' ', plain.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (message.Length == 0) throw new LanguageException("empty", "The message is empty.", "say what you want, for example: \"why is the box slow\"");
        return message.Length > LongestMessage ? message[..LongestMessage] : message;
    }

    /// <summary>What the user turn holds. The bundled model was trained on exactly this form.</summary>
    internal static string Content(string message, IReadOnlyCollection<string> named, string pending)
    {
        var lines = new List<string>(3);
        if (pending.Length > 0) lines.Add("pending: " + string.Join(' ', pending.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        if (named.Count > 0) lines.Add("known: " + string.Join(", ", named));
        lines.Add("text: " + message.ToLowerInvariant());
        return string.Join('\n', lines);
    }

    /// <summary>By contract these acts leave all other slots empty.</summary>
    private static Intent Bare(Intent intent) =>
        intent.Act is Act.Help or Act.Decline or Act.Confirm or Act.Reject ? new Intent { Act = intent.Act } : intent;
}
