using System.Text.Json;
using Kernward.Domain;

namespace Kernward.Knowledge;

/// <summary>
/// One JSON object of the knowledge base while it is read: every wrong or missing key is noted, with where it stands, and
/// reading goes on, so that all errors are known at once. A key that nobody asked for is an error too.
/// </summary>
internal sealed class Entry(JsonElement element, string where, List<string> errors)
{
    private readonly HashSet<string> _asked = [];

    public string Where => where;

    public bool Has(string key) => Find(key) is not null;

    /// <summary>The keys of an object; none of anything else.</summary>
    public IReadOnlyList<string> Keys =>
        element.ValueKind == JsonValueKind.Object ? [.. element.EnumerateObject().Select(property => property.Name)] : [];

    public void Wrong(string what) => errors.Add($"{where}: {what}");

    public string Text(string key, bool required = true)
    {
        if (Find(key) is not { } found)
        {
            if (required) Wrong($"'{key}' is missing");
            return "";
        }
        if (found.ValueKind != JsonValueKind.String) Wrong($"'{key}' must be a text");
        else if (required && string.IsNullOrWhiteSpace(found.GetString())) Wrong($"'{key}' is empty");
        return found.ValueKind == JsonValueKind.String ? found.GetString()! : "";
    }

    public double? Number(string key)
    {
        if (Find(key) is not { } found) return null;
        if (found.ValueKind == JsonValueKind.Number) return found.GetDouble();
        Wrong($"'{key}' must be a number");
        return null;
    }

    public bool Flag(string key)
    {
        if (Find(key) is not { } found) return false;
        if (found.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) Wrong($"'{key}' must be true or false");
        return found.ValueKind == JsonValueKind.True;
    }

    public IReadOnlyList<string> Texts(string key)
    {
        if (Find(key) is not { } found) return [];
        if (found.ValueKind == JsonValueKind.Array && found.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String))
            return [.. found.EnumerateArray().Select(item => item.GetString()!)];
        Wrong($"'{key}' must be an array of texts");
        return [];
    }

    public T OneOf<T>(string key) where T : struct, Enum
    {
        var text = Text(key);
        foreach (var value in Enum.GetValues<T>())
            if (JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()) == text || value.ToString() == text)
                return value;
        if (text.Length > 0) Wrong($"'{key}' is '{text}'; it must be one of {string.Join(", ", Enum.GetNames<T>())}");
        return default;
    }

    public string OneOf(string key, string fallback, params string[] allowed)
    {
        if (!Has(key) && fallback.Length > 0) return fallback;
        var text = Text(key);
        if (text.Length > 0 && !allowed.Contains(text)) Wrong($"'{key}' is '{text}'; it must be one of {string.Join(", ", allowed)}");
        return text;
    }

    public Formula? Formula(string key, bool required = false)
    {
        var text = Text(key, required);
        if (text.Length == 0) return null;
        try
        {
            return Knowledge.Formula.Parse(text);
        }
        catch (FormatException e)
        {
            Wrong($"'{key}': {e.Message}");
            return null;
        }
    }

    public IReadOnlyList<Entry> Entries(string key)
    {
        if (Find(key) is not { } found) return [];
        if (found.ValueKind != JsonValueKind.Array)
        {
            Wrong($"'{key}' must be an array");
            return [];
        }
        return [.. found.EnumerateArray().Select((item, i) => new Entry(item, $"{where}: {key}[{i}]", errors))];
    }

    public Entry? Child(string key) => Find(key) is { } found ? new Entry(found, $"{where}: {key}", errors) : null;

    public IReadOnlyDictionary<string, string> Map(string key)
    {
        if (Find(key) is not { ValueKind: JsonValueKind.Object } found) return new Dictionary<string, string>();
        return found.EnumerateObject().ToDictionary(item => item.Name, item => item.Value.ToString());
    }

    /// <summary>Notes every key that was never asked for: a misspelt one must not be taken for an absent one.</summary>
    public void Close()
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            Wrong("must be an object");
            return;
        }
        foreach (var property in element.EnumerateObject())
            if (!_asked.Contains(property.Name))
                Wrong($"unknown key '{property.Name}'");
    }

    private JsonElement? Find(string key)
    {
        _asked.Add(key);
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(key, out var found) ? found : null;
    }

    public RejectedAlternative Alternative()
    {
        var alternative = new RejectedAlternative(Text("what"), Text("why"));
        Close();
        return alternative;
    }
}
