using System.Text;
using Kernward.Llama.Native;
using Microsoft.Extensions.AI;

namespace Kernward.Llama;

/// <summary>
/// Turns messages into a prompt. The template is rendered around placeholders, so that only the template's own text is read
/// for markers; what was typed stays text, whatever it imitates.
/// </summary>
internal sealed unsafe class ChatFrame(string template, Vocabulary words)
{
    /// <summary>Placeholders are a message's index between private-use characters: no template contains them, and none trims them.</summary>
    private const char Open = '\uE0F0';
    private const char Close = '\uE0F1';

    private readonly byte[] _template = ZeroTerminated(template);

    /// <summary>The tokens of a conversation, up to where the answer begins.</summary>
    /// <exception cref="LlamaException">Other, for a template that llama.cpp does not know.</exception>
    internal List<int> Tokens(IReadOnlyList<ChatMessage> messages)
    {
        var rendered = Render(messages.Select(m => RoleOf(m.Role)).ToList());
        var tokens = new List<int>();
        var at = 0;
        for (var open = rendered.IndexOf(Open); open >= 0; open = rendered.IndexOf(Open, at))
        {
            var close = rendered.IndexOf(Close, open);
            Add(tokens, rendered[at..open], special: true);
            Add(tokens, messages[int.Parse(rendered.AsSpan(open + 1, close - open - 1))].Text, special: false);
            at = close + 1;
        }
        Add(tokens, rendered[at..], special: true);
        return tokens;
    }

    private void Add(List<int> tokens, string text, bool special)
    {
        if (text.Length > 0 || tokens.Count == 0) tokens.AddRange(words.Tokenize(text, special, first: tokens.Count == 0));
    }

    private string Render(List<string> roles)
    {
        using var arena = new Arena();
        var chat = new TemplateMessage[roles.Count];
        for (var i = 0; i < chat.Length; i++)
            chat[i] = new TemplateMessage { Role = arena.Text(roles[i]), Content = arena.Text(PlaceholderFor(i)) };
        var room = new byte[1024];
        var length = Apply(chat, room);
        if (length > room.Length)
        {
            room = new byte[length];
            length = Apply(chat, room);
        }
        if (length >= 0) return Encoding.UTF8.GetString(room, 0, length);
        throw new LlamaException(
            LlamaErrorKind.Other, "llama.cpp does not know the model's chat template.",
            "Set a chat template that it knows, for example 'chatml'.");
    }

    private int Apply(TemplateMessage[] chat, byte[] room)
    {
        fixed (byte* template = _template)
        fixed (TemplateMessage* messages = chat)
        fixed (byte* to = room)
            return LlamaApi.ChatApplyTemplate(template, messages, (nuint)chat.Length, 1, to, room.Length);
    }

    /// <summary>
    /// Only three roles: many templates take any word that they do not know for the assistant's, and a tool's output must
    /// not pass for what the model said itself.
    /// </summary>
    private static string RoleOf(ChatRole role) =>
        role == ChatRole.System ? "system" : role == ChatRole.Assistant ? "assistant" : "user";

    private static string PlaceholderFor(int index) => $"{Open}{index}{Close}";

    private static byte[] ZeroTerminated(string text) => [.. Encoding.UTF8.GetBytes(text), 0];
}
