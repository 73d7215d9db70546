using Kernward.Domain;
using Kernward.Policy;

namespace Kernward.Execution;

/// <summary>
/// Where a change stands. Applying, pending (waits to be confirmed) and reverting are unsettled: a worker that finds them left
/// by a dead one gives the old values back. Failed: not applied, nothing of it stands. Incomplete: something stands that should
/// not. Gone: what its values belonged to is no more (the host was booted since, a network namespace or a control group ended), and
/// they went with it.
/// </summary>
public enum ChangeState { Applying, Pending, Kept, Reverting, Reverted, Failed, Incomplete, Gone }

public static class ChangeStates
{
    extension(ChangeState state)
    {
        /// <summary>True while something is still to be done about it.</summary>
        public bool IsUnsettled => state is ChangeState.Applying or ChangeState.Pending or ChangeState.Reverting;
    }
}

/// <summary>What was about to be done to a file, or was done.</summary>
public enum EditState { Intended, Written, Restoring, Restored }

/// <summary>One file of a change as the journal has it; contents are raw (<see cref="RawFile"/>).</summary>
public sealed record EditRecord
{
    /// <summary>Order of writing within the change, from 1.</summary>
    public required int Seq { get; init; }

    public required int Step { get; init; }

    public required string Tunable { get; init; }

    public required string Scope { get; init; }

    public required string Path { get; init; }

    /// <summary>Network namespace in which it was written (<c>net:[4026531840]</c>); empty where it is the whole host's.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>
    /// The number that tells what the file belongs to from a later one of the same name within a boot: of its network namespace where
    /// it has one, else of the directory that its scope names (a control group, a device). Empty where none is known.
    /// </summary>
    public string Identity { get; init; } = "";

    /// <summary>Canonical values before and asked for.</summary>
    public required string From { get; init; }

    public required string To { get; init; }

    public required string Before { get; init; }

    public required string Restore { get; init; }

    /// <summary>What is written; empty for a companion.</summary>
    public required string Written { get; init; }

    /// <summary>Content after the write; null where the worker did not live to see it.</summary>
    public string? ReadBack { get; init; }

    public EditState State { get; init; } = EditState.Intended;

    internal string Key => RawFile.Key(Written.Length > 0 ? Written : Restore);

    internal (string Path, string Key) Place => (Path, Key);

    /// <summary>True where both are files of the same thing, as far as that is known.</summary>
    internal bool IsOfSame(EditRecord other) =>
        Namespace == other.Namespace && (Identity.Length == 0 || other.Identity.Length == 0 || Identity == other.Identity);

    internal string PartOf(string raw) => RawFile.Part(raw, Key);
}

/// <summary>One change in the journal: a plan that was applied, or the undoing of an earlier change.</summary>
public sealed record ChangeRecord
{
    /// <summary><c>c7</c>; numbers only grow.</summary>
    public required string Id { get; init; }

    /// <summary>The change that this one takes back; empty for a plan.</summary>
    public string Undoes { get; init; } = "";

    /// <summary>0 for a plan, 1 for its undo, 2 for the undo of that (the plan's values again), and so on.</summary>
    public int Depth { get; init; }

    public Plan? Plan { get; init; }

    public required string Summary { get; init; }

    public required Approval Approval { get; init; }

    public required string Host { get; init; }

    public required string Boot { get; init; }

    public required ChangeState State { get; init; }

    /// <summary>When it was begun (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Why it ended as it did; empty where there is nothing to say.</summary>
    public string Note { get; init; } = "";

    /// <summary>What confined its writes (<c>bubblewrap</c>, <c>landlock</c>, <c>namespace</c>, <c>none</c>); empty where nothing real was written, or not yet.</summary>
    public string Sandbox { get; init; } = "";

    public IReadOnlyList<EditRecord> Edits { get; init; } = [];

    internal long Number => NumberOf(Id) ?? 0;

    /// <summary>True where its values are ones that a plan asked for, not ones that an undo gave back.</summary>
    internal bool SetsPlannedValues => Depth % 2 == 0;

    internal static long? NumberOf(string id) =>
        id.Length is > 1 and < 19 && id[0] == 'c' && id.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0 ? long.Parse(id.AsSpan(1)) : null;
}
