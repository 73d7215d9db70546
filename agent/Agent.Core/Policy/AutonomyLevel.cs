using Kernward.Domain;

namespace Kernward.Policy;

/// <summary>
/// What Kernward does with a risk class. observe: it proposes nothing of it by itself and applies nothing. advise: it says what
/// could be done, and applies nothing. ask: a person approves. act: it needs no person.
/// </summary>
public enum AutonomyLevel { Observe, Advise, Ask, Act }

/// <summary>The level of each class that can be written at all; default ask. R3 is never act.</summary>
public sealed record Autonomy(AutonomyLevel R1 = AutonomyLevel.Ask, AutonomyLevel R2 = AutonomyLevel.Ask, AutonomyLevel R3 = AutonomyLevel.Ask)
{
    /// <summary>R0 and R4 are only ever observed.</summary>
    public AutonomyLevel Of(RiskClass risk) => risk switch
    {
        RiskClass.R1 => R1,
        RiskClass.R2 => R2,
        RiskClass.R3 => R3,
        _ => AutonomyLevel.Observe,
    };
}
