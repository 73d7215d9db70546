using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kernward.Plugins;

namespace Kernward.Tests.Policy;

/// <summary>
/// The catalogue as its JSON says it, read here with nothing of the program: what the law is compared with must not be the
/// law's own reading.
/// </summary>
internal sealed partial class CatalogueFacts
{
    private readonly Dictionary<string, JsonElement> _entries = PluginKnowledge.Files()
        .Where(file => file.Name.StartsWith("tunables/", StringComparison.Ordinal))
        .SelectMany(file => JsonDocument.Parse(file.Content, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })
            .RootElement.EnumerateArray())
        .ToDictionary(entry => entry.GetProperty("id").GetString()!);

    public IReadOnlyCollection<string> Ids => _entries.Keys;

    public string Risk(string id) => _entries[id].GetProperty("risk").GetString()!;

    public string Kind(string id) => _entries[id].GetProperty("kind").GetString()!;

    public string Type(string id) => Value(id).GetProperty("type").GetString()!;

    public bool HasScope(string id) => (Text(_entries[id], "path") ?? "").Contains("{scope}", StringComparison.Ordinal);

    public double MaxFactor(string id) => Number(_entries[id], "max_factor") ?? 0;

    public double Min(string id) => Number(Value(id), "min") ?? 0;

    public double Max(string id) => Number(Value(id), "max") ?? 9e18;

    public int Count(string id) => (int)(Number(Value(id), "count") ?? 1);

    public IReadOnlyList<string> Choices(string id) =>
        Value(id).TryGetProperty("choices", out var choices) ? [.. choices.EnumerateArray().Select(choice => choice.GetString()!)] : [];

    /// <summary>Whether the kernel may be given a text as a value of it, by the letter of the catalogue.</summary>
    public bool Allows(string id, string text)
    {
        if (_entries[id].TryGetProperty("refuse", out var refuse) && refuse.TryGetProperty(text, out _)) return false;
        return Type(id) switch
        {
            "int" => Digits().IsMatch(text) && Within(id, text),
            "ints" => text.Split(' ') is { } parts && parts.Length == Count(id) && parts.All(part => Digits().IsMatch(part) && Within(id, part)),
            "number-or-max" => text == "max" || (Fraction().IsMatch(text) && Within(id, text)),
            "choice" => Choices(id).Contains(text),
            "cpulist" => CpuList().IsMatch(text),
            _ => Words().IsMatch(text),
        };
    }

    private bool Within(string id, string text) =>
        double.Parse(text, CultureInfo.InvariantCulture) is var number && number >= Min(id) && number <= Max(id);

    private JsonElement Value(string id) => _entries[id].GetProperty("value");

    private static string? Text(JsonElement entry, string key) => entry.TryGetProperty(key, out var found) ? found.GetString() : null;

    private static double? Number(JsonElement entry, string key) => entry.TryGetProperty(key, out var found) ? found.GetDouble() : null;

    [GeneratedRegex(@"^(0|[1-9][0-9]*)\z")]
    private static partial Regex Digits();

    [GeneratedRegex(@"^(0|[1-9][0-9]*)(\.[0-9]+)?\z")]
    private static partial Regex Fraction();

    [GeneratedRegex(@"^[0-9]{1,4}(-[0-9]{1,4})?(,[0-9]{1,4}(-[0-9]{1,4})?)*\z")]
    private static partial Regex CpuList();

    [GeneratedRegex(@"^[A-Za-z0-9._:= -]+\z")]
    private static partial Regex Words();
}
