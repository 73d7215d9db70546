using Kernward.Knowledge;
using Kernward.Measurement;

namespace Kernward.History;

/// <summary>
/// Takes samples in: each into the ring at once, and rolled up into a bucket of 10 s that is written behind. One for each observed
/// host; the daemon and <c>kernward observe</c> use the same. Adding a sample never fails and never waits for a disk but in the flush,
/// every 30 s. Not thread-safe.
/// </summary>
public sealed class HistoryRecorder : IDisposable
{
    /// <summary>Seconds by which wall clock and monotonic clock may drift apart between two samples before the clock was set.</summary>
    private const double Jump = 30;

    private readonly HistoryLimits _limits;
    private readonly SeriesTable _table;
    private readonly MetricRing _ring;
    private readonly Rollup[] _bucket;
    private readonly HistoryWriter? _writer;
    private long _bucketStart = long.MinValue, _flushedAt = long.MinValue;
    private double? _offset;

    /// <summary><paramref name="directory"/>: where the file is; null keeps the last hour in memory alone.</summary>
    public HistoryRecorder(KnowledgeBase known, HistoryLimits limits, string? directory, TimeProvider time)
    {
        _limits = limits;
        _table = new SeriesTable(new SeriesKinds(known), limits.MostSeries);
        _ring = new MetricRing(limits.MostSeries, limits.RingSlots);
        _bucket = new Rollup[limits.MostSeries];
        _writer = directory is null ? null : new HistoryWriter(directory, time, limits);
    }

    /// <summary>Why the file could not be written at the last try; null where it could, or there is none.</summary>
    public string? Trouble => _writer?.Trouble;

    /// <summary>What happened to an earlier file; empty where there is nothing to say.</summary>
    public string Notice => _writer?.Notice ?? "";

    /// <summary>Series that are followed, and readings of the last sample for which there was no place.</summary>
    public int Series => _table.Used;

    public int LeftOut => _table.LeftOut;

    /// <summary>Bytes that the ring holds, and can come to hold.</summary>
    public long RingBytes => _ring.Bytes;

    public long MostRingBytes => _ring.MostBytes;

    /// <summary>Opens the file; what stands in the way is in <see cref="Trouble"/> and tried again at each flush.</summary>
    /// <exception cref="HistoryException">Another observer writes it.</exception>
    public void Open() => _writer?.Open();

    /// <summary>One sample, later than the one before.</summary>
    public void Add(MetricSnapshot snapshot)
    {
        var now = SetClock(snapshot);
        var start = Math.Max(_bucketStart, now / HistoryLimits.Fine * HistoryLimits.Fine);
        if (start != _bucketStart) FinishBucket();
        _bucketStart = start;
        var levels = _table.Levels(snapshot, (place, key) =>
        {
            _ring.Clear(place);
            _bucket[place] = default;
            _writer?.Forget(key);
        });
        _ring.Append(snapshot.At.TotalSeconds, levels);
        for (var place = 0; place < levels.Length; place++)
            if (!float.IsNaN(levels[place])) _bucket[place] = _bucket[place].Then(Rollup.Of(levels[place]));
        if (_flushedAt == long.MinValue) _flushedAt = now;
        if (now - _flushedAt < _limits.FlushSeconds) return;
        _flushedAt = now;
        _writer?.Flush();
    }

    /// <summary>Values that are watched beside the metrics; a change becomes an event.</summary>
    public void Note(string kind, IReadOnlyDictionary<string, string> values, DateTimeOffset at) => _writer?.Note(kind, values, at);

    public void Add(HistoryEvent happened) => _writer?.Add(happened);

    /// <summary>The last hour of one series, sample by sample, in order of time; empty where it is not followed.</summary>
    public IReadOnlyList<HistoryPoint> LastHour(MetricKey key) => _table.PlaceOf(key) is { } place
        ? [.. _ring.Read(place).Select(point => point with { At = point.At + (_offset ?? 0) })]
        : [];

    /// <summary>Writes what waits, the bucket that is not over among it.</summary>
    public void Dispose()
    {
        if (_bucketStart != long.MinValue)
        {
            FinishBucket();
            _writer?.Flush();
            _bucketStart = long.MinValue;
        }
        _writer?.Dispose();
    }

    /// <summary>Seconds of the wall clock. One that was set is an event; set back, the file forgets what it has of the time to come.</summary>
    private long SetClock(MetricSnapshot snapshot)
    {
        var wall = snapshot.Time.ToUnixTimeMilliseconds() / 1000.0;
        var offset = wall - snapshot.At.TotalSeconds;
        if (_offset is { } before && Math.Abs(offset - before) > Jump)
        {
            FinishBucket();
            _writer?.Flush();
            (_bucketStart, _flushedAt) = (long.MinValue, long.MinValue);
            if (offset < before) _writer?.ClockWentBack((long)wall);
            _writer?.Add(new HistoryEvent(snapshot.Time, "clock", $"the clock was set {(offset < before ? "back" : "forward")} by {Units.Show(Math.Abs(offset - before), "s")}"));
        }
        _offset = offset;
        return (long)wall;
    }

    private void FinishBucket()
    {
        if (_bucketStart == long.MinValue) return;
        var values = new List<(MetricKey, Rollup)>(_table.Used);
        for (var place = 0; place < _table.Used; place++)
            if (_bucket[place].Count > 0) values.Add((_table.Key(place), _bucket[place]));
        if (values.Count > 0) _writer?.Add(_bucketStart, values);
        Array.Clear(_bucket, 0, _table.Used);
    }
}
