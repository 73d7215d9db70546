namespace Kernward.Audit;

/// <summary>
/// One ruling reached again. <paramref name="Ruling"/> is what was ruled then, in a word; <paramref name="Differences"/> says what
/// is not the same now, empty where all is. <paramref name="Problem"/>: why it could not be replayed, empty where it could.
/// <paramref name="SameKnowledge"/>: whether the knowledge is the one of then. <paramref name="Findings"/> counts what the
/// detectors found then; null where no observation was recorded.
/// </summary>
public sealed record ReplayResult(RecordedRulingEntry Entry, string Ruling, IReadOnlyList<string> Differences, string Problem, bool SameKnowledge, int? Findings)
{
    /// <summary>True where it could not be replayed because that was pruned on purpose.</summary>
    public bool IsPruned { get; init; }

    public bool IsSame => Differences.Count == 0 && Problem.Length == 0;

    internal static ReplayResult Lost(RecordedRulingEntry entry, string problem) => new(entry, "", [], problem, SameKnowledge: false, null);
}
