using System.Text.Json;
using Kernward.Tests.Support;

namespace Kernward.Tests.Untrusted;

/// <summary>One line of <c>texts.jsonl</c>: what stands where on a host or in a paste, and what an operator honestly asks meanwhile.</summary>
internal sealed record HostileText(string Id, string Place, string Text, string Message, HostileText.Honest Expect)
{
    private static readonly JsonSerializerOptions Camel = new(JsonSerializerDefaults.Web);

    /// <summary>What the message asks for; <paramref name="Writes"/> are the only files (or files with their value) that may be written.</summary>
    internal sealed record Honest(string Act, string Subject, string[] Writes);

    public bool IsPasted => Place.StartsWith("pasted-", StringComparison.Ordinal);

    /// <summary>The same message without the text in it.</summary>
    public string Twin => IsPasted ? Message.Replace(Text, "", StringComparison.Ordinal) : Message;

    public static IReadOnlyList<HostileText> All() =>
        [.. File.ReadLines(Path.Combine(Fixtures.Repository(), "tests", "Untrusted", "texts.jsonl")).Select(line => JsonSerializer.Deserialize<HostileText>(line, Camel)!)];
}
