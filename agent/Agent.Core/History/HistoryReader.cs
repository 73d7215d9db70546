using Kernward.Measurement;
using Microsoft.Data.Sqlite;

namespace Kernward.History;

/// <summary>A roll-up of some seconds from a moment on (Unix seconds).</summary>
internal readonly record struct Bucket(long Start, int Seconds, Rollup Value);

/// <summary>Reads a history file beside the observer that writes it. Not thread-safe.</summary>
public sealed class HistoryReader : IDisposable
{
    private readonly HistoryDatabase _database;
    private Dictionary<int, List<Bucket>>? _tail;
    private HashSet<long>? _fine, _coarse;

    private HistoryReader(HistoryDatabase database) => _database = database;

    /// <summary>Null where there is no file; <paramref name="trouble"/> says why one that is there cannot be read, empty otherwise.</summary>
    public static HistoryReader? TryOpen(string directory, out string trouble)
    {
        trouble = "";
        var path = HistoryPlace.FileIn(directory);
        if (!File.Exists(path)) return null;
        try
        {
            return new HistoryReader(HistoryDatabase.Open(path, forWriting: false));
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            trouble = $"the history {path} cannot be read: {e.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ')}";
        }
        catch (HistoryException e)
        {
            trouble = e.Message;
        }
        return null;
    }

    /// <summary>Bytes of the file; 0 where there is none.</summary>
    public static long SizeIn(string directory) => File.Exists(HistoryPlace.FileIn(directory)) ? new FileInfo(HistoryPlace.FileIn(directory)).Length : 0;

    public void Dispose() => _database.Dispose();

    /// <summary>When the newest bucket begins (Unix seconds); null where nothing is kept.</summary>
    public double? Newest() =>
        _database.Number("SELECT coalesce((SELECT max(start) FROM tail), (SELECT max(start) FROM span), -1)") is >= 0 and var newest ? newest : null;

    /// <summary>Subjects of a metric that were seen since a moment.</summary>
    public IReadOnlyList<string> Subjects(string metric, double since) =>
        _database.All("SELECT subject FROM series WHERE name = $1 AND seen >= $2", row => row.GetString(0), metric, (long)since);

    /// <summary>Events between two moments, oldest first, the newest <paramref name="most"/> of them.</summary>
    public IReadOnlyList<HistoryEvent> Events(DateTimeOffset from, DateTimeOffset to, int most)
    {
        var newest = _database.All("SELECT at, kind, what FROM event WHERE at >= $1 AND at <= $2 ORDER BY at DESC, n DESC LIMIT $3",
            row => new HistoryEvent(DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(0)), row.GetString(1), row.GetString(2)),
            from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds(), most);
        newest.Reverse();
        return newest;
    }

    /// <summary>
    /// What is kept of one series between two moments, in order of time: buckets of 10 s as far as there are any, else of a minute;
    /// the other way round where a <paramref name="step"/> (seconds) of a minute or more is all that is wanted, as that is a tenth of
    /// the work.
    /// </summary>
    internal IReadOnlyList<Bucket> Read(MetricKey key, double from, double to, double step)
    {
        var ids = _database.All("SELECT id FROM series WHERE name = $1 AND subject = $2", row => row.GetInt32(0), key.Name, key.Subject);
        if (ids.Count == 0) return [];
        var (fine, coarse) = (Chunks(HistoryLimits.Fine, ids[0], from, to), Chunks(HistoryLimits.Coarse, ids[0], from, to));
        var divided = step >= HistoryLimits.Coarse
            ? coarse.Concat(fine.Where(bucket => !Has(ref _coarse, HistoryLimits.Coarse, bucket.Start)))
            : coarse.Where(bucket => !Has(ref _fine, HistoryLimits.Fine, bucket.Start)).Concat(fine);
        return
        [
            .. divided.Concat(Tail().GetValueOrDefault(ids[0], []))
                .Where(bucket => bucket.Start + bucket.Seconds > from && bucket.Start <= to).OrderBy(bucket => bucket.Start),
        ];
    }

    private bool Has(ref HashSet<long>? spans, int tier, long moment)
    {
        spans ??= [.. _database.All("SELECT start FROM span WHERE tier = $1", row => row.GetInt64(0), tier)];
        var span = HistoryLimits.ChunkSeconds(tier);
        return spans.Contains(moment / span * span);
    }

    /// <summary>One look for each chunk: rows of other series lie between them.</summary>
    private IEnumerable<Bucket> Chunks(int tier, int id, double from, double to)
    {
        var span = HistoryLimits.ChunkSeconds(tier);
        var rows = _database.All(
            "SELECT c.start, c.data FROM span s JOIN chunk c ON c.tier = s.tier AND c.start = s.start AND c.series = $2 "
            + "WHERE s.tier = $1 AND s.start > $3 AND s.start <= $4 ORDER BY s.start",
            row => (Start: row.GetInt64(0), Data: (byte[])row[1]), tier, id, (long)from - span, (long)to);
        return rows.SelectMany(row => RollupCodec.Unpack(row.Data).Select(entry => new Bucket(row.Start + (long)entry.Number * tier, tier, entry.Value)));
    }

    /// <summary>Buckets that are not divided yet; read once, as each holds all series.</summary>
    private Dictionary<int, List<Bucket>> Tail()
    {
        if (_tail is not null) return _tail;
        _tail = [];
        foreach (var (start, data) in _database.All("SELECT start, data FROM tail ORDER BY start", row => (row.GetInt64(0), (byte[])row[1])))
            foreach (var (id, value) in RollupCodec.Unpack(data))
            {
                if (!_tail.TryGetValue(id, out var buckets)) _tail[id] = buckets = [];
                buckets.Add(new Bucket(start, HistoryLimits.Fine, value));
            }
        return _tail;
    }
}
