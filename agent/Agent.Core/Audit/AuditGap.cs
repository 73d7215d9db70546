namespace Kernward.Audit;

/// <summary>
/// Numbers that were passed over at a place, where <paramref name="before"/> is the entry that stands there. What of them comes
/// later in the log was moved; what never comes was removed.
/// </summary>
internal sealed class AuditGap(AuditSpot at, int file, long before, long first)
{
    private readonly List<(long First, long Last)> _missing = [(first, before - 1)];
    private bool _moved;

    public (int File, long Line) Order => (file, at.Line);

    /// <summary>True where the number was missing here; it no longer is.</summary>
    public bool Fill(long n)
    {
        var i = _missing.FindIndex(range => range.First <= n && n <= range.Last);
        if (i < 0) return false;
        var (from, to) = _missing[i];
        _missing.RemoveAt(i);
        if (n < to) _missing.Insert(i, (n + 1, to));
        if (from < n) _missing.Insert(i, (from, n - 1));
        return _moved = true;
    }

    public IEnumerable<AuditBreak> Breaks()
    {
        if (_moved)
            yield return new AuditBreak(AuditFault.Reordered, at, before, before, $"entry {before} stands where entry {first} belongs");
        foreach (var (from, to) in _missing)
            yield return new AuditBreak(AuditFault.Removed, at, from, to,
                from == to ? $"entry {from} is missing before entry {before}" : $"entries {from} to {to} are missing before entry {before}");
    }
}
