namespace Kernward.Audit;

/// <summary>Takes an entry that stands in its place in the chain: where it is, and its line.</summary>
public delegate void AuditEntryTaker(AuditSpot at, ReadOnlySpan<byte> line);

/// <summary>Reads a whole log and finds whatever was removed, altered, moved, put in or cut off since it was written. Writes nothing.</summary>
public sealed class AuditVerifier(AuditPlace place)
{
    /// <summary>Heads beyond the one in the anchor file, from journald.</summary>
    public IReadOnlyList<AuditHead> MoreAnchors { get; init; } = [];

    /// <summary>How much is done, from 0 to 1.</summary>
    public Action<double> Progress { get; init; } = _ => { };

    /// <summary>Called with every entry that stands where it belongs, in order.</summary>
    public AuditEntryTaker Each { get; init; } = (_, _) => { };

    /// <summary>
    /// Reads the anchor first, so that what a worker appends meanwhile is only more than was anchored. Throws
    /// <see cref="AuditException"/> where the anchor cannot be used, <see cref="IOException"/> or
    /// <see cref="UnauthorizedAccessException"/> where the log cannot be read.
    /// </summary>
    public AuditReport Verify(CancellationToken cancel)
    {
        var (mark, files) = Opened();
        var heads = MoreAnchors.Concat(mark is null ? [] : new[] { mark.Head, mark.Begin }.Where(head => head.N > 0));
        var anchors = heads.Distinct().ToLookup(anchor => anchor.N, anchor => anchor.Hash);
        try
        {
            return Read(files, anchors, mark ?? AuditMark.None, cancel);
        }
        finally
        {
            foreach (var file in files) file.Dispose();
        }
    }

    /// <summary>The anchor and all files as they stood at one moment: what a worker renames or prunes meanwhile is still read as what it was.</summary>
    private (AuditMark? Mark, List<FileStream> Files) Opened()
    {
        while (true)
        {
            var mark = AuditAnchor.Read(place);
            var names = place.Files();
            var files = new List<FileStream>();
            try
            {
                foreach (var name in names) files.Add(new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0));
                if (names.SequenceEqual(place.Files()) && AuditAnchor.Read(place)?.Begin == mark?.Begin) return (mark, files);
            }
            catch (FileNotFoundException)
            {
                // Renamed or pruned just now.
            }
            foreach (var file in files) file.Dispose();
        }
    }

    private AuditReport Read(List<FileStream> files, ILookup<long, string> anchors, AuditMark mark, CancellationToken cancel)
    {
        using var chain = new AuditChain(anchors, mark);
        var (total, done) = (Math.Max(1, files.Sum(file => file.Length)), 0L);
        var (whole, end) = (true, new AuditSpot(place.Log, 1));
        foreach (var (number, file) in files.Index())
            AuditLines.Read(file, (line, bytes, ended) =>
            {
                (whole, end) = (ended, new AuditSpot(file.Name, line));
                if (chain.Take(end, number, bytes) && chain.Head.N > mark.Begin.N) Each(end, bytes);
            }, read => Progress((double)(done += read) / total), cancel);
        var breaks = chain.Finish(whole, end);
        return new AuditReport(chain.Entries, files.Count, chain.Head, breaks, chain.Torn, anchors.Select(anchor => anchor.Key).DefaultIfEmpty(0).Max()) { Pruning = chain.Pruning };
    }
}
