using Kernward.Domain;

namespace Kernward.Policy.Rules;

/// <summary>Policy says of each risk class whether it may be applied at all, and whether a person must say yes.</summary>
internal sealed class AutonomyRule : IRule
{
    public IEnumerable<Objection> Check(RuleContext context) =>
        from known in context.Known()
        let level = context.Policy.Autonomy.Of(known.Tunable.Risk)
        where level != AutonomyLevel.Act
        select level == AutonomyLevel.Ask
            ? new Objection("autonomy", Decision.Ask, known.Step.N, $"{known.Tunable.Id} is class {known.Tunable.Risk}: a person approves it")
            : new Objection("autonomy", Decision.Deny, known.Step.N,
                $"{known.Tunable.Id} is class {known.Tunable.Risk}, which policy only {Verb(level)} (autonomy.{known.Tunable.Risk})");

    private static string Verb(AutonomyLevel level) => level == AutonomyLevel.Advise ? "gives advice about" : "observes";
}
