using System.Text.Json;
using Kernward.Detection;
using Kernward.Domain;
using Kernward.Execution;
using Kernward.Policy;

namespace Kernward.Audit;

/// <summary>Runs detectors and policy again on what was recorded, and says whether they say the same.</summary>
public sealed class Replayer(InputStore inputs, ActuatorSet tunables)
{
    public ReplayResult Replay(RecordedRulingEntry entry)
    {
        if (entry.Pruned.Length > 0) return ReplayResult.Lost(entry, entry.Pruned) with { IsPruned = true };
        try
        {
            var recorded = inputs.Load(entry.Entry.Text("inputs"));
            var observation = recorded.Observation.Length > 0 ? ObservationText.Unpack(recorded.Observation) : null;
            var differences = Rulings(recorded).Concat(observation is null ? [] : Findings(observation)).ToList();
            return new ReplayResult(entry, Word(recorded), differences, "", recorded.Knowledge == tunables.Knowledge.Hash, observation?.Findings.Count);
        }
        catch (Exception e) when (e is AuditException or FormatException)
        {
            return ReplayResult.Lost(entry, e.Message);
        }
    }

    private static string Word(RulingInputs recorded) =>
        recorded.Approved ? "approved" : recorded.Ruling.Decision == Decision.Deny ? "refused" : "not approved";

    private IEnumerable<string> Rulings(RulingInputs recorded)
    {
        var context = recorded.Context(tunables);
        var now = Guard.Rule(context);
        if (now.Decision != recorded.Ruling.Decision)
            yield return $"the decision was {AuditLine.Word(recorded.Ruling.Decision)}, and is {AuditLine.Word(now.Decision)} now";
        foreach (var gone in Without(recorded.Ruling.Reasons, now.Reasons)) yield return $"no longer objects: {Told(gone)}";
        foreach (var come in Without(now.Reasons, recorded.Ruling.Reasons)) yield return $"objects now: {Told(come)}";
        var approved = Guard.Approve(context, recorded.Approval) is not null;
        if (approved != recorded.Approved) yield return recorded.Approved ? "it was approved, and would not be now" : "it was not approved, and would be now";
    }

    private IEnumerable<string> Findings(Observation observation)
    {
        var again = observation.Again(tunables.Knowledge);
        var (then, now) = (Told(observation.Findings), Told(again.Findings));
        foreach (var gone in Without(then, now)) yield return $"no longer found: {gone}";
        foreach (var come in Without(now, then)) yield return $"found now: {come}";
        if (then.SequenceEqual(now))
            foreach (var was in Without(observation.Evidence, again.Evidence))
                yield return $"the evidence {Shown.Safe(was.Metric)} was {was.Value}, and is {again.Evidence.FirstOrDefault(other => other.Id == was.Id)?.Value} now";
    }

    private static List<string> Told(IReadOnlyList<Finding> findings) =>
        [.. findings.Select(finding => Shown.Safe(JsonSerializer.Serialize(finding, AgentJson.Default.Finding), 600))];

    private static string Told(Objection objection) => $"{objection.Rule}, step {objection.Step}, {AuditLine.Word(objection.Effect)}: {Shown.Safe(objection.Text, 300)}";

    /// <summary>As lists with repetitions: what is there twice and was there once is told once.</summary>
    private static List<T> Without<T>(IReadOnlyList<T> these, IReadOnlyList<T> those)
    {
        var left = these.ToList();
        foreach (var that in those) left.Remove(that);
        return left;
    }
}
