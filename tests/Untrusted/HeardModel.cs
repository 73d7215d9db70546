using Microsoft.Extensions.AI;

namespace Kernward.Tests.Untrusted;

/// <summary>The bundled model, with a note of everything that it was told.</summary>
internal sealed class HeardModel(IChatClient inner) : DelegatingChatClient(inner)
{
    public List<string> Heard { get; } = [];

    public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var told = messages.ToList();
        Heard.AddRange(told.Select(message => message.Text));
        return base.GetResponseAsync(told, options, cancellationToken);
    }
}
