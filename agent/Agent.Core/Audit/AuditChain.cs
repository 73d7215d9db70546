using System.Security.Cryptography;

namespace Kernward.Audit;

/// <summary>
/// Follows the chain line by line, in bounded memory, and says at each break what was done to the log. It goes on after one, so
/// that all are found; beyond <see cref="Most"/> they are only counted.
/// </summary>
internal sealed class AuditChain(ILookup<long, string> anchors, AuditMark mark) : IDisposable
{
    private const int Most = 100;
    private readonly List<((int File, long Line) Order, AuditBreak Break)> _breaks = [];
    private readonly List<AuditGap> _gaps = [];
    private readonly List<AuditSpot> _strangers = [];
    private readonly IncrementalHash _strange = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private AuditSpot _at;
    private int _file;
    private long _strangerCount;

    public AuditHead Head { get; private set; } = mark.Begin;

    /// <summary>The entry that says what was pruned, as the anchor has it; null where none does.</summary>
    public AuditPruning? Pruning { get; private set; }

    public long Entries { get; private set; }

    public int Torn { get; private set; }

    public void Dispose() => _strange.Dispose();

    /// <summary>The next line of the log, without its end; true where it is the entry that follows in the chain.</summary>
    public bool Take(AuditSpot at, int file, ReadOnlySpan<byte> line)
    {
        if (!AuditLine.TryRead(line, out var entry, out var prev))
        {
            Note(at, line);
            return false;
        }
        // What was pruned may still be there: its remover died. It is not asked what it follows.
        if (Entries++ == 0 && entry.N <= mark.Begin.N) Head = new AuditHead(entry.N - 1, prev);
        if (entry.N <= Head.N)
        {
            if (!_gaps.Any(gap => gap.Fill(entry.N)))
                Break(AuditFault.Inserted, at, file, entry.N, entry.N, $"entry {entry.N} is in the log already");
            return false;
        }
        var follows = entry.N == Head.N + 1 && prev == Head.Hash;
        if (follows) Pass(line, file);
        else Jump(at, file, entry);
        if (follows && AuditPruning.Of(line) is { } pruning && pruning.Is(mark)) Pruning = pruning;
        if (anchors[entry.N].Any(hash => hash != entry.Hash))
            Break(AuditFault.Altered, at, file, entry.N, entry.N, $"entry {entry.N} is not the one that was anchored: the log was written anew from there or from before");
        (Head, _at, _file, _strangerCount) = (entry, at, file, 0);
        _strangers.Clear();
        return follows;
    }

    /// <summary>The end of the log. <paramref name="ended"/>: false where the last line has no end, which a loss of power leaves.</summary>
    public IReadOnlyList<AuditBreak> Finish(bool ended, AuditSpot end)
    {
        var tornOff = _strangerCount == 1 && !ended ? 1 : 0;
        var anchored = anchors.Select(anchor => anchor.Key).DefaultIfEmpty(0).Max();
        if (anchored <= Head.N && tornOff > 0) Torn++;
        else
            foreach (var (at, i) in _strangers.Select((at, i) => (at, i)))
                Break(AuditFault.Altered, at, _file, Head.N + 1 + i, Head.N + 1 + i, $"this is no entry, and entry {Head.N + 1 + i} is missing");
        var lost = Head.N + 1 + _strangers.Count;
        if (anchored >= lost)
            Break(AuditFault.Truncated, end, int.MaxValue, lost, anchored, lost == anchored
                ? $"the log ends before entry {anchored}, which was anchored" : $"the log ends before entry {lost}; entries up to {anchored} were anchored");
        if (mark.IsPruned && Pruning is null)
            Break(AuditFault.Removed, end, int.MaxValue, Math.Min(1, mark.Begin.N), mark.Begin.N, mark.Begin.N > 0
                ? $"entries up to {mark.Begin.N} are missing, and no entry says that they were pruned"
                : $"inputs before entry {mark.Inputs} were given up, and no entry says so");
        return [.. _breaks.Concat(_gaps.SelectMany(gap => gap.Breaks().Select(found => (gap.Order, found)))).OrderBy(found => found.Item1).Select(found => found.Item2)];
    }

    private void Note(AuditSpot at, ReadOnlySpan<byte> line)
    {
        if (_strangerCount++ > 0) _strange.AppendData("\n"u8);
        else _strange.GetHashAndReset();
        _strange.AppendData(line);
        if (_strangers.Count < Most) _strangers.Add(at);
    }

    /// <summary>The chain holds; lines before it that are no entries were put in, unless this entry says that power was lost there.</summary>
    private void Pass(ReadOnlySpan<byte> line, int file)
    {
        if (_strangers.Count == 0) return;
        var hash = Convert.ToHexStringLower(_strange.GetHashAndReset());
        if (AuditLine.Parse(line) is { } entry && entry.Is(AuditEvent.Torn) && entry.Text("sha256") == hash)
        {
            Torn++;
            return;
        }
        foreach (var at in _strangers) Break(AuditFault.Inserted, at, file, 0, 0, $"this is no entry; it stands between entries {Head.N} and {Head.N + 1}");
    }

    /// <summary>
    /// The chain does not hold: as many entries as there are strange lines were altered, the rest is missing; where nothing is
    /// missing, the entry before was replaced by another that is sound in itself.
    /// </summary>
    private void Jump(AuditSpot at, int file, AuditHead entry)
    {
        var skipped = entry.N - Head.N - 1;
        for (var i = 0; i < _strangers.Count; i++)
        {
            var n = i < skipped ? Head.N + 1 + i : 0;
            Break(AuditFault.Altered, _strangers[i], file, n, n, n > 0 ? $"entry {n} was altered" : $"this is no entry; it stands before entry {entry.N}");
        }
        if (skipped > _strangerCount) Miss(new AuditGap(at, file, entry.N, Head.N + 1 + _strangerCount));
        else if (skipped == 0 && _strangers.Count == 0)
            Unlike(at, file, entry);
    }

    private void Unlike(AuditSpot at, int file, AuditHead entry)
    {
        if (_at.Line > 0) Break(AuditFault.Altered, _at, _file, Head.N, Head.N, $"entry {Head.N} is not the one that entry {entry.N} was written after");
        else Break(AuditFault.Altered, at, file, entry.N, entry.N, $"entry {entry.N} follows something that is not in the log");
    }

    private void Miss(AuditGap gap)
    {
        if (_gaps.Count < Most) _gaps.Add(gap);
    }

    private void Break(AuditFault fault, AuditSpot at, int file, long first, long last, string text)
    {
        if (_breaks.Count < Most) _breaks.Add(((file, at.Line), new AuditBreak(fault, at, first, last, text)));
    }
}
