using Kernward.Domain;
using Kernward.Execution;
using Kernward.Machine;
using Kernward.Policy;

namespace Kernward.Tests.Support;

/// <summary>A plan in the making, right unless it is made wrong on purpose.</summary>
public sealed class PlanDraft(FakeKernel kernel)
{
    private readonly List<Step> _steps = [];

    /// <summary>A step from what is there now.</summary>
    public PlanDraft Set(string tunable, string to, string scope = "host", Func<Step, Step>? but = null)
    {
        var from = Some.Tunables.Read(kernel, tunable, scope) ?? "";
        var step = new Step
        {
            N = _steps.Count + 1, Tunable = tunable, Scope = scope, From = from, To = to, Undo = from, Risk = RiskLevel.High,
            Because = ["asked"], Why = "a test wants it",
        };
        _steps.Add(but is null ? step : but(step));
        return this;
    }

    public Plan Make(Func<Plan, Plan>? but = null)
    {
        var here = HostIdentity.Of(kernel);
        var plan = new Plan
        {
            Id = "", Intent = new Intent { Act = Act.Set }, Steps = [.. _steps], AlternativesRejected = [], Stance = Stance.Act,
            Summary = "a test", Host = here.Name, Boot = here.Boot,
        };
        return PlanHash.Seal(but is null ? plan : but(plan));
    }

    public ApprovedPlan Approved() => Approve(Make());

    public ApprovedPlan Approve(Plan plan) =>
        Guard.Approve(new RuleContext(plan, kernel, Some.Tunables, new PolicyOptions { MaxSteps = 32 }), Some.Yes with { PlanId = plan.Id })
        ?? throw new InvalidOperationException(string.Join("; ", Guard.Rule(
            new RuleContext(plan, kernel, Some.Tunables, new PolicyOptions { MaxSteps = 32 })).Reasons.Select(reason => reason.Text)));
}
