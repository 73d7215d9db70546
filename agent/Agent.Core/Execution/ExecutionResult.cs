using Kernward.Domain;

namespace Kernward.Execution;

/// <summary>
/// What became of a plan, a confirmation or an undo. <paramref name="Change"/> is its id in the journal, empty where nothing was
/// begun. <paramref name="Note"/> says what the outcomes do not; empty if nothing. Where <paramref name="State"/> is incomplete,
/// the outcomes that failed or were refused say what stands.
/// </summary>
public sealed record ExecutionResult(string Change, ChangeState State, IReadOnlyList<StepOutcome> Outcomes, string Note = "")
{
    /// <summary>What confined the writes (<c>bubblewrap</c>, <c>landlock</c>, <c>namespace</c>, <c>none</c>); empty where nothing real was written.</summary>
    public string Sandbox { get; init; } = "";

    /// <summary>
    /// With <see cref="Undo.NotForced"/>: stands for the exact contents that the outcomes tell of, so that a forced undo can be asked
    /// for on these alone. Empty for all else.
    /// </summary>
    public string Seen { get; init; } = "";
}
