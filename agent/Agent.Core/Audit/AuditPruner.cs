namespace Kernward.Audit;

/// <summary>
/// Decides what of a log goes, and removes it once an entry and the anchor say so. Whoever uses it holds the log's lock. What it
/// did not live to remove goes when the next worker starts.
/// </summary>
internal sealed class AuditPruner(AuditPlace place, AuditRetention keep)
{
    /// <summary>Bytes of log under which it is not rotated for the sake of inputs, however many there are.</summary>
    private const long LeastRotated = 64 << 10;

    private sealed record FullFile(string Path, long Last, long Bytes);

    /// <summary>True where it is time for a new file though the present one is not full.</summary>
    public bool IsDue(DateTimeOffset now) => Tried(() => File.Exists(place.Log) && (IsOld(now) || IsMuch()));

    /// <summary>
    /// What goes now that the log was rotated; null where nothing does. Three quarters of what may be kept stay, so that there is
    /// room for a while. The newest full file stays, whatever its age, and so does all where a file is not what its name says: that
    /// is for a person to look at.
    /// </summary>
    public AuditPruning? Plan(AuditMark mark, DateTimeOffset now) => Tried(() =>
    {
        var files = Full().Where(file => file.Last > mark.Begin.N).ToList();
        var (drop, kept, begin) = (0, files.Sum(file => file.Bytes), mark.Begin);
        while (drop + 1 < files.Count && AuditContent.First(files[drop + 1].Path) is { } next && next.N == files[drop].Last + 1
            && (now - next.At > keep.Age || kept > (drop == 0 ? keep.Bytes / 2 : keep.Bytes * 3 / 8)))
        {
            kept -= files[drop++].Bytes;
            begin = new AuditHead(next.N - 1, next.Prev);
        }
        var inputs = InputsFrom(files, mark.Inputs, begin.N + 1, kept);
        return begin.N > mark.Begin.N || inputs > mark.Inputs
            ? new AuditPruning(now, begin.N + 1, begin.Hash, inputs, begin.N - mark.Begin.N, $"the worker, pid {Environment.ProcessId}")
            : null;
    });

    /// <summary>Before the anchor is moved: who finds it knows that something may be left to remove.</summary>
    public void Announce() => File.WriteAllText(place.Unfinished, "");

    public bool IsUnfinished => File.Exists(place.Unfinished);

    /// <summary>
    /// Removes what the anchor says is gone, oldest first, inputs before the entries that name them. A file that cannot be removed
    /// keeps nobody from working.
    /// </summary>
    public void Remove(AuditMark mark)
    {
        try
        {
            foreach (var file in Full().Where(file => file.Last < mark.Inputs))
            {
                foreach (var hash in AuditContent.InputsOf(file.Path)) File.Delete(place.Input(hash));
                if (file.Last <= mark.Begin.N) File.Delete(file.Path);
            }
            File.Delete(place.Unfinished);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next worker tries again, as the announcement still stands.
        }
    }

    /// <summary>
    /// From which entry on inputs are kept so that they fit beside <paramref name="entries"/> bytes of log; not before
    /// <paramref name="first"/>, with which the log begins.
    /// </summary>
    private long InputsFrom(List<FullFile> files, long from, long first, long entries)
    {
        var (total, most) = (InputBytes, keep.Bytes);
        foreach (var file in files.Where(file => file.Last >= from))
        {
            if (file.Last >= first && total + entries <= most) break;
            if (file.Last >= first) most = keep.Bytes * 3 / 4;
            total -= AuditContent.InputsOf(file.Path).Select(hash => new FileInfo(place.Input(hash))).Where(input => input.Exists).Sum(input => input.Length);
            from = file.Last + 1;
        }
        return Math.Max(from, first);
    }

    private bool IsOld(DateTimeOffset now) => AuditContent.First(place.Log) is { } first && now - first.At > keep.Age / 4;

    private bool IsMuch() => new FileInfo(place.Log).Length >= LeastRotated && InputBytes + Full().Sum(file => file.Bytes) > keep.Bytes;

    private long InputBytes => place.InputFiles().Sum(file => file.Length);

    /// <summary>What cannot be looked at now is pruned another time.</summary>
    private static T? Tried<T>(Func<T?> look)
    {
        try
        {
            return look();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }

    private List<FullFile> Full() => [.. place.FullFiles().Select(path => new FullFile(path, AuditPlace.LastOf(path), new FileInfo(path).Length)).Where(file => file.Last > 0)];
}
