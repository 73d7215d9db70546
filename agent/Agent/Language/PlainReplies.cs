using System.Text.Json;
using Kernward.Domain;

namespace Kernward.Language;

/// <summary>Plain yes and no to a plan that waits: <c>prompts/replies.json</c>, matched as whole messages.</summary>
internal sealed class PlainReplies
{
    private static readonly HashSet<string> Pleasantries = ["please", "plz", "pls", "thanks", "thank", "thx", "ty", "cheers", "then", "now", "mate", "dear"];
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip };
    private readonly Dictionary<string, Act> _acts = [];

    /// <summary><paramref name="json"/>: two lists, <c>confirm</c> and <c>reject</c>. Throws <see cref="JsonException"/> where it is not.</summary>
    public PlainReplies(string json)
    {
        using var document = JsonDocument.Parse(json, Lenient);
        foreach (var (key, act) in new[] { ("confirm", Act.Confirm), ("reject", Act.Reject) })
            foreach (var reply in document.RootElement.GetProperty(key).EnumerateArray())
                _acts[reply.GetString()!] = act;
    }

    /// <summary>The act, where the whole message is a known yes or no; else null, and the model reads it.</summary>
    public Act? Read(string message)
    {
        var plain = Plain(message, _ => true);
        return _acts.TryGetValue(plain, out var act) || _acts.TryGetValue(Plain(message, word => !Pleasantries.Contains(word)), out act) ? act : null;
    }

    /// <summary>Lower case, apostrophes gone, other punctuation as space.</summary>
    private static string Plain(string message, Func<string, bool> kept)
    {
        var letters = message.ToLowerInvariant().Replace("'", "", StringComparison.Ordinal).Replace("’", "", StringComparison.Ordinal);
        var words = string.Concat(letters.Select(c => char.IsLetterOrDigit(c) ? c : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words.Where(kept));
    }
}
