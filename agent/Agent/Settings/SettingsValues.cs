using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Kernward.Settings;

/// <summary>Takes values out of the configuration by key; notes every error and every key that nobody took.</summary>
internal sealed class SettingsValues(IConfiguration configuration)
{
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _errors = [];

    public string Text(string key)
    {
        _taken.Add(key);
        return configuration[key] ?? "";
    }

    public string OneOf(string key, params string[] allowed)
    {
        var text = Text(key);
        var found = allowed.FirstOrDefault(value => value.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (found is null) Wrong(key, $"'{text}' must be one of {string.Join(", ", allowed)}");
        return found ?? allowed[0];
    }

    public double Number(string key, double min, double max)
    {
        var text = Text(key);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max) return number;
        Wrong(key, $"'{text}' must be a number from {min} to {max}");
        return min;
    }

    public int Whole(string key, int min, int max)
    {
        var number = Number(key, min, max);
        if (number.Equals(Math.Floor(number))) return (int)number;
        Wrong(key, $"'{number}' must be a whole number");
        return min;
    }

    public IReadOnlyList<string> List(string key)
    {
        _taken.Add(key);
        var items = configuration.GetSection(key).GetChildren().ToList();
        foreach (var item in items) _taken.Add(item.Path);
        return [.. items.Select(item => item.Value ?? "").Where(value => value.Length > 0)];
    }

    public void Wrong(string key, string problem) => _errors.Add($"{key}: {problem}");

    /// <summary>All errors, unknown keys among them.</summary>
    public IReadOnlyList<string> Errors() =>
    [
        .. _errors,
        .. configuration.AsEnumerable().Where(pair => pair.Value is not null && !_taken.Contains(pair.Key))
            .Select(pair => $"{pair.Key}: there is no such setting"),
    ];
}
