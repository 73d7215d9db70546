using System.Text.Json;
using Kernward.Domain;

namespace Kernward.Torture.Messages;

/// <summary>Right messages that mutated ones are made of.</summary>
internal sealed class Seeds
{
    public Seeds(Plan plan)
    {
        Plan = JsonSerializer.Serialize(plan, AgentJson.Default.Plan);
        Approved = Apply(plan.Id);
        // Approved is another plan, so that not even one whose mutation says the same as before would be taken.
        All =
        [
            Apply("sha256:" + new string('0', 64)), """{"op":"hello"}""", """{"op":"history","limit":5}""",
            """{"op":"confirm","change":"c1"}""", """{"op":"revert","change":"c1"}""",
            """{"op":"undo","which":"last","force":true,"who":"root"}""", """{"op":"release","tunable":"vm.swappiness"}""",
        ];
    }

    public string Plan { get; }

    /// <summary>The one message that would be carried out.</summary>
    public string Approved { get; }

    /// <summary>The first is the long one.</summary>
    public IReadOnlyList<string> All { get; }

    private string Apply(string planId) =>
        $$"""{"op":"apply","plan":{{Plan}},"approval":{"plan_id":"{{planId}}","who":"root","how":"prompt","at":"2026-03-01T03:00:00+00:00"},"deadline_s":60}""";
}
