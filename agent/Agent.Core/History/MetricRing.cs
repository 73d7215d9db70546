namespace Kernward.History;

/// <summary>
/// The last hour, sample by sample: a column of single-precision numbers for each place, memory for a column taken when its series
/// first appears and never more than places times slots. Times are the host's monotonic ones, so that a clock that is set moves
/// nothing. Not thread-safe.
/// </summary>
internal sealed class MetricRing
{
    private readonly float[]?[] _columns;
    private readonly double[] _times;
    private int _next, _filled;

    /// <summary><paramref name="slots"/> samples (an hour of one a second) of at most <paramref name="places"/> series.</summary>
    public MetricRing(int places, int slots = 3600)
    {
        _columns = new float[places][];
        _times = new double[slots];
    }

    /// <summary>Bytes that its columns hold now, and can come to hold.</summary>
    public long Bytes => (_columns.LongCount(column => column is not null) * sizeof(float) + sizeof(double)) * _times.Length;

    public long MostBytes => ((long)_columns.Length * sizeof(float) + sizeof(double)) * _times.Length;

    public int Count => _filled;

    /// <summary>One sample: the level of each place, not a number where it has none.</summary>
    public void Append(double at, ReadOnlySpan<float> levels)
    {
        for (var place = 0; place < levels.Length; place++)
            (_columns[place] ??= Absent())[_next] = levels[place];
        _times[_next] = at;
        _next = (_next + 1) % _times.Length;
        if (_filled < _times.Length) _filled++;
    }

    /// <summary>The place is given to another series.</summary>
    public void Clear(int place)
    {
        if (_columns[place] is { } column) Array.Fill(column, float.NaN);
    }

    /// <summary>Present values in order of time; times are monotonic seconds.</summary>
    public IEnumerable<HistoryPoint> Read(int place)
    {
        if (_columns[place] is not { } column) yield break;
        for (var i = 0; i < _filled; i++)
        {
            var slot = (_next - _filled + i + _times.Length) % _times.Length;
            if (!float.IsNaN(column[slot])) yield return new HistoryPoint(_times[slot], column[slot]);
        }
    }

    private float[] Absent()
    {
        var column = new float[_times.Length];
        Array.Fill(column, float.NaN);
        return column;
    }
}
