using System.Text.Json;
using Kernward.Domain;
using Kernward.Forecasting;
using Kernward.Measurement;

namespace Kernward.Cli;

/// <summary>What the history adds to a diagnosis, as keys of the one object: <c>ahead unusual past changes</c>; times in seconds or RFC 3339.</summary>
internal static class OutlookJson
{
    public static void Write(Envelope envelope, Outlook outlook)
    {
        envelope.With("ahead", json => Each(json, outlook.Ahead, Write))
            .With("unusual", json => Each(json, outlook.Unusual, Write))
            .With("past", json => Each(json, outlook.Past, Write))
            .With("changes", json => Each(json, outlook.Changes, (writer, change) =>
            {
                writer.WriteString("at", change.At);
                writer.WriteString("kind", change.Kind);
                writer.WriteString("what", Shown.Safe(change.What, 300));
            }));
        if (outlook.Note.Length > 0) envelope.With("history_note", json => json.WriteStringValue(outlook.Note));
    }

    private static void Write(Utf8JsonWriter json, Prospect prospect)
    {
        json.WriteString("id", prospect.Id);
        json.WriteString("subject", Shown.Safe(prospect.Subject));
        json.WriteString("metric", prospect.Entry.Metric);
        json.WriteNumber("left", prospect.Left);
        json.WriteString("unit", prospect.Unit);
        json.WriteNumber("expected_s", Math.Round(prospect.When.Expected));
        json.WriteNumber("earliest_s", Math.Round(prospect.When.Earliest));
        // Absent where it may also not happen.
        if (double.IsFinite(prospect.When.Latest)) json.WriteNumber("latest_s", Math.Round(prospect.When.Latest));
        json.WriteNumber("lost_per_s", prospect.When.Pace);
        json.WriteNumber("window_s", prospect.When.Window.TotalSeconds);
        json.WriteString("basis", prospect.When.Basis);
    }

    private static void Write(Utf8JsonWriter json, UnusualReading unusual)
    {
        json.WriteString("metric", unusual.Metric.Name);
        json.WriteNumber("value", unusual.Anomaly.Value);
        json.WriteNumber("usual", unusual.Anomaly.Usual);
        json.WriteString("unit", Units.Of(unusual.Metric, ReadingOf(unusual.Metric)));
        json.WriteNumber("chance", Math.Round(unusual.Anomaly.Chance, 6));
    }

    private static void Write(Utf8JsonWriter json, PastOf past)
    {
        json.WriteString("evidence", past.Evidence);
        json.WriteString("metric", past.Metric.Name);
        json.WriteString("unit", Units.Of(past.Metric, ReadingOf(past.Metric)));
        json.WriteStartArray("last_hour");
        foreach (var value in past.LastHour)
        {
            if (double.IsFinite(value)) json.WriteNumberValue(value);
            else json.WriteNullValue();
        }
        json.WriteEndArray();
        if (past.Began is not { } began) return;
        json.WriteString("began", DateTimeOffset.FromUnixTimeSeconds((long)began.At));
        json.WriteNumber("before", began.Before);
        json.WriteNumber("after", began.After);
    }

    /// <summary>A counter's history is its rate.</summary>
    public static Reading ReadingOf(Knowledge.Metric metric) => metric.Kind == "counter" ? Reading.Rate : Reading.Mean;

    private static void Each<T>(Utf8JsonWriter json, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray();
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
