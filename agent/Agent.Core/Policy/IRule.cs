using Kernward.Domain;
using Kernward.Execution;
using Kernward.Machine;

namespace Kernward.Policy;

/// <summary>What a rule may look at: the plan, and the host as it is now.</summary>
public sealed record RuleContext(Plan Plan, Host Host, ActuatorSet Tunables, PolicyOptions Policy)
{
    /// <summary>True where an earlier write of ours was changed by someone else since (tunable, scope).</summary>
    public Func<string, string, bool> IsManual { get; init; } = (_, _) => false;

    /// <summary>Plans that were begun on this host in the last 60 minutes.</summary>
    public int ChangesLastHour { get; init; }

    /// <summary>The host's local time.</summary>
    public DateTimeOffset Now { get; init; } = Host.Time.ToLocalTime();

    /// <summary>Steps with their catalogue entries; steps of unknown tunables are left to the rule that refuses those.</summary>
    public IEnumerable<(Step Step, Tunable Tunable)> Known() =>
        from step in Plan.Steps
        let tunable = Tunables.Knowledge.Tunable(step.Tunable)
        where tunable is not null
        select (step, tunable);

    /// <summary>What a tunable is once the plan is applied: what a step gives it, or what is there; null where it is absent.</summary>
    public string? After(string tunable, string scope) =>
        Plan.Steps.LastOrDefault(step => step.Tunable == tunable && step.Scope == scope)?.To ?? Tunables.Read(Host, tunable, scope);
}

/// <summary>One article of the law.</summary>
public interface IRule
{
    /// <summary>Every objection that it has to the plan; none if it has none.</summary>
    IEnumerable<Objection> Check(RuleContext context);
}
