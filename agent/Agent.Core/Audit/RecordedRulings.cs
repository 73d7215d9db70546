namespace Kernward.Audit;

/// <summary>
/// A ruling in the log; <paramref name="Change"/> is what was applied on it, empty where nothing was. <paramref name="Pruned"/> says
/// when what it rested on was pruned; empty where that is still there.
/// </summary>
public sealed record RecordedRulingEntry(AuditEntry Entry, string Change, string Pruned);

/// <summary>Finds the rulings in a log.</summary>
public static class RecordedRulings
{
    private static readonly byte[] Ruling = ",\"event\":\"ruling\","u8.ToArray(), Refused = ",\"event\":\"refused\","u8.ToArray();
    private static readonly byte[] Applied = ",\"event\":\"applied\","u8.ToArray();

    /// <summary>
    /// All of them, oldest first, and whether the log that they stand in can be believed. Throws as
    /// <see cref="AuditVerifier.Verify"/> does.
    /// </summary>
    public static (AuditReport Report, IReadOnlyList<RecordedRulingEntry> Rulings) Read(AuditPlace place, CancellationToken cancel)
    {
        var rulings = new List<AuditEntry>();
        var changes = new Dictionary<long, string>();
        var report = new AuditVerifier(place)
        {
            Each = (_, line) =>
            {
                var isRuling = IsRuling(line);
                if ((!isRuling && line.IndexOf(Applied) < 0) || AuditLine.Parse(line) is not { } entry) return;
                if (isRuling) rulings.Add(entry);
                else changes[entry.Number("ruling")] = entry.Change;
            },
        }.Verify(cancel);
        return (report, [.. rulings.Select(entry => new RecordedRulingEntry(entry, changes.GetValueOrDefault(entry.N, ""),
            report.Pruning is { } pruning && entry.N < pruning.Inputs ? pruning.Told : ""))]);
    }

    /// <summary>A quick look, without parsing.</summary>
    internal static bool IsRuling(ReadOnlySpan<byte> line) => line.IndexOf(Ruling) >= 0 || line.IndexOf(Refused) >= 0;
}
