using Kernward.Domain;

namespace Kernward.Planning;

/// <summary>
/// A step that could be taken, fully worked out: planners choose and order, they invent nothing.
/// <paramref name="For"/> are finding ids, or <c>asked</c>; <paramref name="Gain"/> is <c>low medium high</c>.
/// </summary>
public sealed record Candidate(
    Tunable Tunable, string Scope, string From, string To, string For, string Why, string Gain, Expectation? Expect)
{
    public Step AsStep(int n) => new()
    {
        N = n,
        Tunable = Tunable.Id,
        Scope = Scope,
        From = From,
        To = To,
        Risk = Policy.Rules.RiskRule.Level(Tunable.Risk),
        Because = [For],
        Why = Why,
        Expect = Expect,
        Undo = From,
    };
}
