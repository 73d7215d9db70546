using System.Diagnostics;
using Kernward.Domain;
using Kernward.Machine;
using Kernward.Policy;

namespace Kernward.Benchmarking;

/// <summary>How long the law takes over a plan of five steps on this host.</summary>
internal static class RulingBench
{
    private const int Steps = 5;
    /// <summary>Until the code is compiled for good; a daemon rules many times.</summary>
    private const int Warming = 400;
    private const int Rulings = 400;

    /// <summary>A quantile (0 to 1) over many rulings.</summary>
    public static double Milliseconds(AgentServices services, double quantile)
    {
        var context = new RuleContext(Plan(services), services.Host, services.Tunables, new PolicyOptions());
        for (var i = 0; i < Warming; i++) Guard.Rule(context);
        var times = new double[Rulings];
        for (var i = 0; i < Rulings; i++)
        {
            var started = Stopwatch.GetTimestamp();
            Guard.Rule(context);
            times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }
        Array.Sort(times);
        return Math.Round(times[(int)(quantile * (Rulings - 1))], 3);
    }

    /// <summary>Tunables that constraints concern first: they take the longest. Each goes up by one.</summary>
    private static Plan Plan(AgentServices services)
    {
        var constrained = services.Knowledge.Constraints.SelectMany(constraint => constraint.Tunables).ToHashSet();
        var steps = services.Knowledge.Tunables
            .Where(tunable => tunable is { Value.Type: "int", Kind: "sysctl", Risk: RiskClass.R1 or RiskClass.R2 })
            .OrderByDescending(tunable => constrained.Contains(tunable.Id))
            .Select(tunable => (Tunable: tunable, From: services.Tunables.Read(services.Host, tunable.Id, "host")))
            .Where(found => long.TryParse(found.From, out var now) && now > 0 && now < found.Tunable.Value.Max)
            .Take(Steps).Select((found, i) => Step(i + 1, found.Tunable, found.From!)).ToList();
        var here = HostIdentity.Of(services.Host);
        return PlanHash.Seal(new Plan
        {
            Id = "", Intent = new Intent { Act = Act.Optimize }, Steps = steps, AlternativesRejected = [], Stance = Stance.Act,
            Summary = "a benchmark", Host = here.Name, Boot = here.Boot,
        });
    }

    private static Step Step(int n, Tunable tunable, string from) => new()
    {
        N = n, Tunable = tunable.Id, Scope = "host", From = from, To = $"{long.Parse(from) + 1}", Risk = RiskLevel.High,
        Because = ["asked"], Why = "a benchmark", Undo = from,
    };
}
