using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kernward.Domain;
using Kernward.Planning;
using Microsoft.Extensions.AI;

namespace Kernward.Language;

/// <summary>
/// Lets a model choose and order from the closed list. It sees our own words, numbers and aliases, never a name from the
/// host; it answers with step numbers, and an answer that breaks a limit is answered by the rules instead.
/// </summary>
internal sealed class ModelPlanner(IChatClient model, string instructions) : IPlanner
{
    private const int MostCandidates = 12;
    private const int MostSteps = 4;

    public async Task<PlanChoice> ChooseAsync(PlanTask task, CancellationToken cancel)
    {
        var rules = RulesPlanner.Choose(task);
        // What the operator asked for by name is not for a model to choose from.
        if (task.Candidates.All(candidate => candidate.For == "asked") && task.Intent.Act is Kernward.Domain.Act.Set or Kernward.Domain.Act.Allocate) return rules;
        if (task.Candidates.Count is 0 or > MostCandidates || task.Diagnosis.Findings.Count > MostCandidates) return rules;
        try
        {
            var options = new ChatOptions { Temperature = 0, MaxOutputTokens = 60, ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema(task), "plan") };
            var response = await model.GetResponseAsync(
                [new ChatMessage(ChatRole.System, instructions), new ChatMessage(ChatRole.User, Content(task))], options, cancel).ConfigureAwait(false);
            return Read(response.Text, task) ?? rules;
        }
        catch (Exception e) when (e is Llama.LlamaException or HttpRequestException or System.ClientModel.ClientResultException)
        {
            Serilog.Log.Warning("the model could not plan ({Reason}); the rules did", e.Message);
            return rules;
        }
    }

    /// <summary>The task as text. The bundled model was trained on exactly this form.</summary>
    internal static string Content(PlanTask task)
    {
        var (intent, text) = (task.Intent, new StringBuilder());
        text.Append("intent: ").AppendJoin(' ', Act(intent), Dash(intent.Goal), Dash(intent.Workload), Dash(intent.Resource), "-").Append('\n');
        if (intent.Limits.Count > 0) text.Append("limits: ").AppendJoin(", ", intent.Limits).Append('\n');
        text.Append("findings:\n");
        for (var i = 0; i < task.Diagnosis.Findings.Count; i++)
        {
            var finding = task.Diagnosis.Findings[i];
            text.Append(CultureInfo.InvariantCulture, $"f{i + 1} {finding.Id} {Kebab(finding.Severity)} {Kebab(finding.Class)} {finding.Subject.Type}\n");
        }
        text.Append("steps:\n");
        for (var i = 0; i < task.Candidates.Count; i++) text.Append(Line(task, i)).Append('\n');
        return text.ToString().TrimEnd('\n');
    }

    private static string Line(PlanTask task, int i)
    {
        var candidate = task.Candidates[i];
        var finding = task.Diagnosis.Findings.ToList().FindIndex(found => found.Id == candidate.For);
        var reason = finding < 0 ? "ask" : $"f{finding + 1}";
        return $"s{i + 1} {candidate.Tunable.Id} {PendingText.Value(candidate.From)}>{PendingText.Value(candidate.To)} for {reason} risk {candidate.Tunable.Risk} {candidate.Gain}";
    }

    private static JsonElement Schema(PlanTask task) => JsonSerializer.SerializeToElement(new JsonObject
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["required"] = new JsonArray("stance", "steps"),
        ["properties"] = new JsonObject
        {
            ["stance"] = new JsonObject { ["enum"] = new JsonArray("act", "hand-over", "no-action") },
            ["steps"] = new JsonObject
            {
                ["type"] = "array",
                ["uniqueItems"] = true,
                ["items"] = new JsonObject { ["enum"] = new JsonArray([.. Enumerable.Range(1, task.Candidates.Count).Select(n => (JsonNode)n)]) },
            },
        },
    }, SchemaJson.Default.JsonObject);

    /// <summary>The choice, or null where it is none: unknown or doubled numbers, steps without acting, a broken limit.</summary>
    internal static PlanChoice? Read(string json, PlanTask task)
    {
        try
        {
            using var answer = JsonDocument.Parse(json);
            var steps = answer.RootElement.GetProperty("steps").EnumerateArray().Select(step => step.GetInt32() - 1).ToList();
            var stance = answer.RootElement.GetProperty("stance").GetString() switch
            {
                "act" => Stance.Act,
                "hand-over" => Stance.HandOver,
                "no-action" => Stance.NoAction,
                _ => throw new JsonException("no such stance"),
            };
            var sound = stance == Stance.Act == (steps.Count > 0) && steps.Count <= MostSteps && steps.Distinct().Count() == steps.Count
                && steps.TrueForAll(i => i >= 0 && i < task.Candidates.Count && RulesPlanner.IsWithin(task.Intent, task.Candidates[i]));
            return sound ? new PlanChoice(stance, steps, "model") : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static string Act(Intent intent) => Kebab(intent.Act);

    private static string Dash(string text) => text.Length > 0 ? text : "-";

    private static string Kebab<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
