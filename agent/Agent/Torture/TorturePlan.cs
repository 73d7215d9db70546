using Kernward.Domain;
using Kernward.Machine;

namespace Kernward.Torture;

/// <summary>Plans as an operator would have approved them, right for the state that a scene is in.</summary>
internal static class TorturePlan
{
    public static Plan Of(HostIdentity host, IReadOnlyList<Knob> knobs, World now, IReadOnlyDictionary<int, int> sets) => PlanHash.Seal(new Plan
    {
        Id = "", Intent = new Intent { Act = Act.Set }, AlternativesRejected = [], Stance = Stance.Act, Summary = "torture",
        Host = host.Name, Boot = host.Boot,
        Steps = [.. sets.Select((set, i) => StepOf(i + 1, knobs[set.Key], knobs[set.Key].Values[now[set.Key]], knobs[set.Key].Values[set.Value]))],
    });

    private static Step StepOf(int number, Knob knob, KnobValue from, KnobValue to) => new()
    {
        N = number, Tunable = knob.Tunable, Scope = knob.Scope, From = from.Text, To = to.Text, Undo = from.Text,
        Risk = RiskLevel.High, Because = ["asked"], Why = "torture wants it",
    };
}
