namespace Kernward.Audit;

/// <summary>The whole check of a log: its chain, and that what its rulings rested on is there as it was saved.</summary>
public static class AuditInspection
{
    private const int MostFaults = 100;

    /// <summary>Throws as <see cref="AuditVerifier.Verify"/> does.</summary>
    public static AuditReport Inspect(AuditPlace place, IReadOnlyList<AuditHead> moreAnchors, Action<double> progress, CancellationToken cancel)
    {
        var store = new InputStore(place);
        var faults = new List<AuditBreak>();
        var verifier = new AuditVerifier(place)
        {
            MoreAnchors = moreAnchors,
            Progress = progress,
            Each = (at, line) =>
            {
                if (RecordedRulings.IsRuling(line) && AuditLine.Parse(line) is { } entry && faults.Count < MostFaults && Fault(place, store, entry) is { } text)
                    faults.Add(new AuditBreak(AuditFault.Inputs, at, entry.N, entry.N, text));
            },
        };
        var report = verifier.Verify(cancel);
        return report with { Breaks = [.. report.Breaks, .. faults] };
    }

    /// <summary>The anchor is asked last, as a worker may prune while this reads.</summary>
    private static string? Fault(AuditPlace place, InputStore store, AuditEntry entry)
    {
        try
        {
            store.Checked(entry.Text("inputs"));
            return null;
        }
        catch (AuditException e)
        {
            return AuditAnchor.Read(place) is { } mark && entry.N < mark.Inputs ? null : $"of entry {entry.N}, {e.Message}";
        }
    }
}
