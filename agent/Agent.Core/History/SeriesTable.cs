using Kernward.Measurement;

namespace Kernward.History;

/// <summary>
/// The series that are followed now, each in a numbered place; there are only so many places. A place is given to another series
/// when its own has not been seen for a while and there is no other; until then new series are left out, so that a host with too
/// many loses the newest and not all of them in turn. Not thread-safe.
/// </summary>
internal sealed class SeriesTable(SeriesKinds kinds, int most)
{
    /// <summary>Samples without a reading after which a place may be taken.</summary>
    private const long Idle = 60;

    private readonly Dictionary<MetricKey, int> _places = new(most);
    private readonly Row[] _rows = new Row[most];
    private readonly float[] _levels = new float[most];
    private long _tick, _fullAt = -1;
    private int _used;

    private struct Row
    {
        public MetricKey Key;
        public SeriesKind Kind;
        public double Raw, RawAt;
        public long Seen;
    }

    /// <summary>Places in use are those below.</summary>
    public int Used => _used;

    /// <summary>Readings of the last sample for which there was no place.</summary>
    public int LeftOut { get; private set; }

    public MetricKey Key(int place) => _rows[place].Key;

    public int? PlaceOf(MetricKey key) => _places.TryGetValue(key, out var place) ? place : null;

    public IEnumerable<MetricKey> Keys => _places.Keys;

    /// <summary>
    /// The level of every place in this sample, not a number where there is none; valid until the next call. A level that was read
    /// before stands; a counter has a rate only where it was read, over the time since it was read before.
    /// <paramref name="taken"/> is told of every place that changes its series, before it does.
    /// </summary>
    public ReadOnlySpan<float> Levels(MetricSnapshot snapshot, Action<int, MetricKey> taken)
    {
        _tick++;
        LeftOut = 0;
        Array.Fill(_levels, float.NaN, 0, _used);
        foreach (var (key, value, time) in snapshot.Timed)
        {
            if (!_places.TryGetValue(key, out var place) && (place = Admit(key, taken)) < 0) continue;
            ref var row = ref _rows[place];
            if (row.Kind == SeriesKind.Level) _levels[place] = (float)value;
            else
            {
                var at = time.TotalSeconds;
                if (row.Seen > 0 && at > row.RawAt) _levels[place] = (float)(Counters.Increase(row.Raw, value) / (at - row.RawAt));
                (row.Raw, row.RawAt) = (value, at);
            }
            row.Seen = _tick;
        }
        return _levels.AsSpan(0, _used);
    }

    /// <summary>Negative where the series is not kept or there is no place.</summary>
    private int Admit(MetricKey key, Action<int, MetricKey> taken)
    {
        var kind = kinds.Of(key.Name);
        if (kind == SeriesKind.None) return -1;
        var place = _used < most ? _used : OldestIdle();
        if (place < 0)
        {
            LeftOut++;
            return -1;
        }
        if (place < _used)
        {
            taken(place, _rows[place].Key);
            _places.Remove(_rows[place].Key);
        }
        else _used++;
        _rows[place] = new Row { Key = key, Kind = kind };
        _levels[place] = float.NaN;
        return _places[key] = place;
    }

    /// <summary>Looked for once a sample at the most: a full table must not cost more than a working one.</summary>
    private int OldestIdle()
    {
        if (_fullAt == _tick) return -1;
        var oldest = 0;
        for (var place = 1; place < most; place++)
            if (_rows[place].Seen < _rows[oldest].Seen) oldest = place;
        if (_tick - _rows[oldest].Seen > Idle) return oldest;
        _fullAt = _tick;
        return -1;
    }
}
