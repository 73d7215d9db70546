namespace Kernward.Audit;

/// <summary>A line of a file of the log; lines count from 1.</summary>
public readonly record struct AuditSpot(string File, long Line);

/// <summary>How a log departs from what was written.</summary>
/// <remarks>Inputs: what a ruling rested on is missing or altered, the entry itself is sound.</remarks>
public enum AuditFault { Altered, Removed, Reordered, Inserted, Truncated, Inputs }

/// <summary>
/// One place where the chain is broken. <paramref name="First"/> and <paramref name="Last"/> are the numbers of the entries that
/// it concerns; 0 where that is not known. <paramref name="Text"/> says it in a sentence.
/// </summary>
public sealed record AuditBreak(AuditFault Fault, AuditSpot At, long First, long Last, string Text);

/// <summary>
/// What a verification found. <paramref name="Breaks"/> are in the order of the log; <paramref name="Torn"/> counts the places
/// where a loss of power cut an entry off, which is no fault; <paramref name="Anchored"/> the newest entry that an anchor vouches
/// for, 0 where none does.
/// </summary>
public sealed record AuditReport(long Entries, int Files, AuditHead Head, IReadOnlyList<AuditBreak> Breaks, int Torn, long Anchored)
{
    /// <summary>How the part before the log's first entry was removed on purpose; null where nothing was.</summary>
    public AuditPruning? Pruning { get; init; }

    public bool IsIntact => Breaks.Count == 0;
}
