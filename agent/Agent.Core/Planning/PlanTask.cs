using Kernward.Detection;
using Kernward.Domain;

namespace Kernward.Planning;

/// <summary>All that a planner chooses from: what is asked, what was found, and the closed list of steps.</summary>
public sealed record PlanTask(Intent Intent, Diagnosis Diagnosis, IReadOnlyList<Candidate> Candidates);

/// <summary>What a planner chose: positions in the task's candidates in order of application. <paramref name="By"/>: <c>rules</c> or <c>model</c>.</summary>
public sealed record PlanChoice(Stance Stance, IReadOnlyList<int> Chosen, string By);

/// <summary>Chooses from the closed list.</summary>
public interface IPlanner
{
    Task<PlanChoice> ChooseAsync(PlanTask task, CancellationToken cancel);
}

/// <summary>Why no plan could be made; both are for the operator. <paramref name="Code"/> is one of the error codes of the interface.</summary>
public sealed record PlanProblem(string Code, string Message, string Hint);

/// <summary>A plan, or the reason why there is none.</summary>
public sealed record Proposal(Plan? Plan, PlanProblem? Problem, string ChosenBy);
