namespace Kernward.History;

/// <summary>What is done to a history within the transaction of a flush: divide, roll up, forget.</summary>
internal sealed class HistoryPacker(HistoryDatabase database, HistoryLimits limits)
{
    private const int Fine = HistoryLimits.Fine, Coarse = HistoryLimits.Coarse;
    private static readonly int FineSpan = HistoryLimits.ChunkSeconds(Fine), CoarseSpan = HistoryLimits.ChunkSeconds(Coarse);

    /// <summary>Events beyond the newest so many are forgotten.</summary>
    private const int MostEvents = 5000;

    /// <summary><paramref name="newest"/>: start of the newest bucket (Unix seconds).</summary>
    public void Pack(long newest)
    {
        var chunks = database.All("SELECT DISTINCT start / $1 * $1 FROM tail WHERE start < $2", row => row.GetInt64(0), FineSpan, newest / FineSpan * FineSpan);
        if (chunks.Count == 0) return;
        foreach (var chunk in chunks) Divide(chunk);
        foreach (var hour in CompleteHours(newest / CoarseSpan * CoarseSpan)) RollUp(hour);
        Prune();
    }

    /// <summary>Forgets what begins at or after a moment, and the chunk in which it is.</summary>
    public void DropFrom(long moment)
    {
        database.Do("DELETE FROM tail WHERE start > $1", moment);
        foreach (var tier in new[] { Fine, Coarse })
        {
            var chunk = moment / HistoryLimits.ChunkSeconds(tier) * HistoryLimits.ChunkSeconds(tier);
            database.Do("DELETE FROM chunk WHERE tier = $1 AND start >= $2", tier, chunk);
            database.Do("DELETE FROM span WHERE tier = $1 AND start >= $2", tier, chunk);
        }
        database.Do("DELETE FROM event WHERE at > $1", moment);
        database.Do("UPDATE series SET seen = min(seen, $1)", moment);
    }

    /// <summary>Buckets of all series become chunks of one series each.</summary>
    private void Divide(long chunk)
    {
        var series = new SortedDictionary<int, List<(int Number, Rollup Value)>>();
        var buckets = database.All("SELECT start, data FROM tail WHERE start >= $1 AND start < $1 + $2 ORDER BY start",
            row => (Start: row.GetInt64(0), Data: (byte[])row[1]), chunk, FineSpan);
        foreach (var (start, data) in buckets)
            foreach (var (id, value) in RollupCodec.Unpack(data)) Under(series, id).Add(((int)(start - chunk) / Fine, value));
        Store(Fine, chunk, series);
        database.Do("DELETE FROM tail WHERE start >= $1 AND start < $1 + $2", chunk, FineSpan);
        foreach (var id in series.Keys) database.Do("UPDATE series SET seen = max(seen, $1) WHERE id = $2", chunk, id);
    }

    private List<long> CompleteHours(long current) => database.All(
        "SELECT DISTINCT start / $1 * $1 FROM span WHERE tier = $2 AND start < $3 AND start / $1 * $1 NOT IN (SELECT start FROM span WHERE tier = $4)",
        row => row.GetInt64(0), CoarseSpan, Fine, current, Coarse);

    /// <summary>The hour's fine chunks become one coarse chunk of each series; they stay until they are too old.</summary>
    private void RollUp(long hour)
    {
        var series = new SortedDictionary<int, List<(int Number, Rollup Value)>>();
        var chunks = database.All("SELECT start, series, data FROM chunk WHERE tier = $1 AND start >= $2 AND start < $2 + $3 ORDER BY start, series",
            row => (Start: row.GetInt64(0), Id: row.GetInt32(1), Data: (byte[])row[2]), Fine, hour, CoarseSpan);
        foreach (var (start, id, data) in chunks)
        {
            var minutes = Under(series, id);
            foreach (var (bucket, value) in RollupCodec.Unpack(data))
            {
                var minute = (int)((start - hour + (long)bucket * Fine) / Coarse);
                if (minutes.Count > 0 && minutes[^1].Number == minute) minutes[^1] = (minute, minutes[^1].Value.Then(value));
                else minutes.Add((minute, value));
            }
        }
        Store(Coarse, hour, series);
    }

    private void Store(int tier, long start, SortedDictionary<int, List<(int Number, Rollup Value)>> series)
    {
        foreach (var (id, values) in series)
            database.Do("INSERT OR REPLACE INTO chunk VALUES ($1, $2, $3, $4)", tier, start, id, RollupCodec.Pack(values));
        database.Do("INSERT OR IGNORE INTO span VALUES ($1, $2)", tier, start);
    }

    private static List<(int Number, Rollup Value)> Under(SortedDictionary<int, List<(int Number, Rollup Value)>> series, int id)
    {
        if (!series.TryGetValue(id, out var values)) series[id] = values = new List<(int, Rollup)>(HistoryLimits.ChunkBuckets);
        return values;
    }

    /// <summary>
    /// By number, not by age: a clock that is set forward for a while must not be the end of everything. By size only the oldest,
    /// and not the last day.
    /// </summary>
    private void Prune()
    {
        foreach (var old in Beyond(Fine, limits.FineChunks)) Remove(Fine, old);
        foreach (var old in Beyond(Coarse, limits.CoarseChunks)) Remove(Coarse, old);
        while (Used() > limits.MostBytes && Oldest() is (var tier and > 0, var start)) Remove(tier, start);
        database.Do("DELETE FROM series WHERE seen < (SELECT min(start) FROM span)");
        database.Do("DELETE FROM event WHERE n <= (SELECT max(n) FROM event) - $1", MostEvents);
    }

    private List<long> Beyond(int tier, int most) =>
        database.All("SELECT start FROM span WHERE tier = $1 ORDER BY start DESC LIMIT -1 OFFSET $2", row => row.GetInt64(0), tier, most);

    /// <summary>The oldest coarse chunk; the oldest fine one where there is only one coarse; nothing where both are the last.</summary>
    private (int Tier, long Start) Oldest()
    {
        foreach (var tier in new[] { Coarse, Fine })
            if (database.All("SELECT start FROM span WHERE tier = $1 ORDER BY start LIMIT 2", row => row.GetInt64(0), tier) is [var oldest, _]) return (tier, oldest);
        return (0, 0);
    }

    private long Used() =>
        (database.Number("PRAGMA page_count") - database.Number("PRAGMA freelist_count")) * database.Number("PRAGMA page_size");

    private void Remove(int tier, long start)
    {
        database.Do("DELETE FROM chunk WHERE tier = $1 AND start = $2", tier, start);
        database.Do("DELETE FROM span WHERE tier = $1 AND start = $2", tier, start);
    }
}
