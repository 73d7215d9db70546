using Kernward.Domain;
using Kernward.Execution;
using Kernward.Machine;
using Kernward.Policy;

namespace Kernward.Audit;

/// <summary>Whether somebody else had taken a tunable over, as the rule was told.</summary>
public sealed record ManualAnswer(string Tunable, string Scope, bool Manual);

/// <summary>
/// Everything that one ruling rested on, and the ruling: enough to reach it again anywhere. <paramref name="Files"/> are the raw
/// files that rules read, byte for byte as <see cref="RawFile"/> has them. <paramref name="Observation"/> is what the mind says
/// that it saw; it is kept as it came and never looked at by a worker. Empty where there was none.
/// </summary>
public sealed record RulingInputs(
    string Schema, string Version, string Knowledge, DateTimeOffset At, TimeSpan Uptime, Plan Plan, Approval Approval, PolicyOptions Policy,
    IReadOnlyList<ManualAnswer> Manual, int ChangesLastHour, DateTimeOffset LocalTime, IReadOnlyDictionary<string, string> Files, string Observation, Ruling Ruling, bool Approved)
{
    public const string ThisSchema = "kernward-ruling/1";

    /// <summary>What the rules look at, as it was.</summary>
    public RuleContext Context(ActuatorSet tunables) => new(Plan, Host(), tunables, Policy)
    {
        IsManual = IsManual, ChangesLastHour = ChangesLastHour, Now = LocalTime,
    };

    private FrameHost Host() =>
        new(new CaptureFrame(Uptime, At, Files.ToDictionary(file => file.Key, file => RawFile.Bytes(file.Value), StringComparer.Ordinal)), "recorded");

    /// <summary>The last answer, where one was given twice.</summary>
    private bool IsManual(string tunable, string scope) =>
        Manual.LastOrDefault(answer => answer.Tunable == tunable && answer.Scope == scope) is { Manual: true };
}
