using System.Text;
using Kernward.Domain;
using Kernward.Machine;
using Kernward.Policy;

namespace Kernward.Audit;

/// <summary>A ruling with what it rested on; the plan as it may be executed, null where it may not.</summary>
public sealed record RecordedRuling(RulingInputs Inputs, ApprovedPlan? Approved);

/// <summary>Rules, and records what the rules looked at while they did.</summary>
public static class RulingRecorder
{
    /// <summary>The approval is decided on what was recorded, not on the host a moment later: what is executed is what can be replayed.</summary>
    public static RecordedRuling Rule(RuleContext context, Approval approval, string observation, string version)
    {
        var host = new RecordingHost(context.Host);
        var manual = new List<ManualAnswer>();
        bool IsManual(string tunable, string scope)
        {
            var answer = context.IsManual(tunable, scope);
            manual.Add(new ManualAnswer(tunable, scope, answer));
            return answer;
        }
        var (uptime, at) = (host.Uptime, host.Time);
        var ruling = Guard.Rule(context with { Host = host, IsManual = IsManual });
        var files = host.TakeFrame(uptime, at).Files.ToDictionary(file => file.Key, file => Encoding.Latin1.GetString(file.Value), StringComparer.Ordinal);
        var inputs = new RulingInputs(RulingInputs.ThisSchema, version, context.Tunables.Knowledge.Hash, at, uptime, context.Plan, approval,
            context.Policy, manual, context.ChangesLastHour, context.Now, files, observation, ruling, Approved: true);
        var approved = Guard.Approve(inputs.Context(context.Tunables), approval);
        return new RecordedRuling(inputs with { Approved = approved is not null }, approved);
    }
}
