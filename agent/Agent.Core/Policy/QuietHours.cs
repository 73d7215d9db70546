using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kernward.Policy;

/// <summary>
/// A time of the day, in the host's local time, in which nothing is changed without a person: <c>22:00-06:00</c>,
/// <c>mon-fri 08:00-18:00</c>, <c>sat,sun 00:00-24:00</c>. Days are those on which it begins.
/// </summary>
[JsonConverter(typeof(AsText))]
public sealed record QuietHours
{
    private const int Day = 24 * 60;
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    private readonly int _from;
    private readonly int _to;
    private readonly bool[] _on;

    private QuietHours(string text, int from, int to, bool[] on) => (Text, _from, _to, _on) = (text, from, to, on);

    public string Text { get; }

    /// <summary>Null where that is no such time.</summary>
    public static QuietHours? Parse(string text)
    {
        var words = text.Split(' ');
        if (words.Length > 2 || On(words.Length == 2 ? words[0] : "sun-sat") is not { } on) return null;
        return words[^1].Split('-') is [var start, var end] && Minutes(start) is { } from and < Day && Minutes(end) is { } to && from != to
            ? new QuietHours(text, from, to, on)
            : null;
    }

    /// <summary>Whether a moment, in local time, lies within.</summary>
    public bool Contains(DateTimeOffset local)
    {
        var (minute, today) = (local.Hour * 60 + local.Minute, (int)local.DayOfWeek);
        if (_from < _to) return _on[today] && minute >= _from && minute < _to;
        return (_on[today] && minute >= _from) || (_on[(today + 6) % 7] && minute < _to);
    }

    private static int? Minutes(string text) =>
        text.Length == 5 && text[2] == ':' && text.Remove(2, 1).All(char.IsAsciiDigit)
        && int.Parse(text[..2], CultureInfo.InvariantCulture) * 60 is var hours and <= Day
        && int.Parse(text[3..], CultureInfo.InvariantCulture) is var minutes and < 60 && hours + minutes <= Day
            ? hours + minutes
            : null;

    private static bool[]? On(string text)
    {
        var on = new bool[7];
        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-').Select(name => Array.IndexOf(Days, name)).ToList();
            if (ends.Count > 2 || ends.Contains(-1)) return null;
            for (var day = ends[0]; ; day = (day + 1) % 7)
            {
                on[day] = true;
                if (day == ends[^1]) break;
            }
        }
        return on;
    }

    /// <summary>As in the policy file.</summary>
    internal sealed class AsText : JsonConverter<QuietHours>
    {
        public override QuietHours Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            Parse(reader.GetString() ?? "") ?? throw new JsonException("no quiet hours");

        public override void Write(Utf8JsonWriter writer, QuietHours value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
    }
}
