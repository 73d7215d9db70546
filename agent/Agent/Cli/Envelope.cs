using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Kernward.Domain;
using Kernward.Pipeline;

namespace Kernward.Cli;

/// <summary>The one JSON object that a command prints with <c>--json</c>; keys that do not apply are absent.</summary>
internal sealed class Envelope : IDisposable
{
    private readonly MemoryStream _bytes = new();
    private readonly Utf8JsonWriter _json;

    public Envelope(string command, bool ok, string summary)
    {
        _json = new Utf8JsonWriter(_bytes, JsonLine.Options);
        _json.WriteStartObject();
        _json.WriteString("schema", "kernward/1");
        _json.WriteBoolean("ok", ok);
        _json.WriteString("command", command);
        _json.WriteString("summary", Shown.Safe(summary, 2000));
    }

    public Envelope With<T>(string key, T? value, JsonTypeInfo<T> type) where T : class
    {
        if (value is null) return this;
        _json.WritePropertyName(key);
        JsonSerializer.Serialize(_json, value, type);
        return this;
    }

    public Envelope With(string key, Action<Utf8JsonWriter> write)
    {
        _json.WritePropertyName(key);
        write(_json);
        return this;
    }

    public Envelope With(string key, IEnumerable<string> texts) => With(key, json =>
    {
        json.WriteStartArray();
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    });

    /// <summary>Everything of an <see cref="AskResult"/> that is there.</summary>
    public static string Of(string command, AskResult result)
    {
        using var envelope = new Envelope(command, result.Problem is null, result.Summary);
        return envelope.With("intent", result.Reading?.Intent ?? result.Plan?.Intent, AgentJson.Default.Intent)
            .WithConfidence(result)
            .With("findings", result.Diagnosis is null ? null : [.. result.Diagnosis.Findings], AgentJson.Default.ListFinding)
            .With("refuted", result.Diagnosis?.Refuted is { Count: > 0 } refuted ? [.. refuted] : null, AgentJson.Default.ListRefuted)
            .With("looked_at", result.Diagnosis?.LookedAt, AgentJson.Default.LookedAt)
            .With("loads", result.Diagnosis?.Loads is { Count: > 0 } loads ? [.. loads] : null, AgentJson.Default.ListLoad)
            .WithOutlook(result)
            .With("plan", result.Plan, AgentJson.Default.Plan)
            .With("ruling", result.Ruling, AgentJson.Default.Ruling)
            .With("outcomes", result.Outcomes?.ToList(), AgentJson.Default.ListStepOutcome)
            .With("verdict", result.Verdict, AgentJson.Default.Verdict)
            .With("evidence", Evidence(result), AgentJson.Default.ListEvidence)
            .WithChange(result)
            .Finish(result.Next, result.Timings, result.Problem);
    }

    public string Finish(IEnumerable<string> next, IReadOnlyDictionary<string, double> timings, Problem? problem)
    {
        With("next", next);
        With("timings_ms", json =>
        {
            json.WriteStartObject();
            foreach (var (stage, milliseconds) in timings) json.WriteNumber(stage, milliseconds);
            json.WriteEndObject();
        });
        With("error", json => WriteProblem(json, problem));
        _json.WriteEndObject();
        _json.Flush();
        return JsonLine.Of(_bytes.ToArray());
    }

    public void Dispose()
    {
        _json.Dispose();
        _bytes.Dispose();
    }

    public static void WriteProblem(Utf8JsonWriter json, Problem? problem)
    {
        if (problem is null)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        json.WriteString("code", problem.Code);
        json.WriteString("message", Shown.Safe(problem.Message, 2000));
        json.WriteString("hint", problem.Hint);
        json.WriteEndObject();
    }

    private static List<Evidence>? Evidence(AskResult result)
    {
        var all = (result.Diagnosis?.Evidence ?? []).Concat(result.Answer?.Evidence ?? []).ToList();
        return result.Diagnosis is null && result.Answer is null ? null : all;
    }

    private Envelope WithConfidence(AskResult result) =>
        result.Reading is { } reading ? With("confidence", json => json.WriteNumberValue(Math.Round(reading.Confidence, 3))) : this;

    private Envelope WithOutlook(AskResult result)
    {
        if (result.Outlook is { } outlook) OutlookJson.Write(this, outlook);
        return this;
    }

    private Envelope WithChange(AskResult result) =>
        result.Change.Length > 0 ? With("change", json => json.WriteStringValue(result.Change)) : this;
}
