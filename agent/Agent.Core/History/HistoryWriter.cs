using Kernward.Measurement;
using Microsoft.Data.Sqlite;

namespace Kernward.History;

/// <summary>
/// Writes buckets behind: they wait in memory and go to the file together, in one transaction that also divides what is complete
/// among the series, rolls up what is older and forgets what is too old. A disk that is full or read-only is tried again at the next
/// flush and never hurts the caller; <see cref="Trouble"/> says so. Not thread-safe.
/// </summary>
internal sealed class HistoryWriter(string directory, TimeProvider time, HistoryLimits limits) : IDisposable
{
    private readonly Queue<(long Start, IReadOnlyList<(MetricKey Key, Rollup Value)> Values)> _buckets = new();
    private readonly Queue<HistoryEvent> _events = new();
    private readonly Dictionary<MetricKey, long> _ids = [];
    private Dictionary<string, string> _values = [];
    private HistoryDatabase? _database;
    private FileStream? _lock;
    private bool _isBusy;

    /// <summary>Why the last flush failed; null where it did not.</summary>
    public string? Trouble { get; private set; }

    /// <summary>What happened to an earlier file, for the operator; empty where there is nothing to say.</summary>
    public string Notice { get; private set; } = "";

    /// <summary>Buckets that were given up because the disk refused them for too long.</summary>
    public long Lost { get; private set; }

    public int Waiting => _buckets.Count;

    /// <summary>Opens the file, so that it is known at once whether it can be; what is merely in trouble is tried again later.</summary>
    /// <exception cref="HistoryException">Another observer writes it.</exception>
    public void Open()
    {
        if (!Try(EnsureOpen) && _isBusy) throw new HistoryException(Trouble!) { IsBusy = true };
    }

    /// <summary>One bucket, later than those before; the order of the values does not matter.</summary>
    public void Add(long start, IReadOnlyList<(MetricKey Key, Rollup Value)> values)
    {
        _buckets.Enqueue((start, values));
        while (_buckets.Count > limits.MostWaiting)
        {
            _buckets.Dequeue();
            Lost++;
        }
    }

    public void Add(HistoryEvent happened)
    {
        if (_events.Count < limits.MostWaiting) _events.Enqueue(happened);
    }

    /// <summary>A series that will not be met again under its number.</summary>
    public void Forget(MetricKey key) => _ids.Remove(key);

    /// <summary>Values (of sysctls, of the kernel) as they are now: what differs from what was last seen becomes an event.</summary>
    public void Note(string kind, IReadOnlyDictionary<string, string> values, DateTimeOffset at) => Try(() =>
    {
        EnsureOpen();
        var changed = values.Where(value => _values.GetValueOrDefault(value.Key) != value.Value).ToList();
        if (changed.Count == 0) return;
        _database!.InTransaction(() =>
        {
            foreach (var (name, value) in changed)
            {
                if (_values.TryGetValue(name, out var before)) Insert(new HistoryEvent(at, kind, $"{name}: {before} became {value}"));
                _database.Do("INSERT OR REPLACE INTO noted VALUES ($1, $2)", name, value);
            }
        });
        foreach (var (name, value) in changed) _values[name] = value;
    });

    /// <summary>The clock was set back: what claims to be later than now would be in the way of what is to come.</summary>
    public void ClockWentBack(long now) => Try(() =>
    {
        EnsureOpen();
        _database!.InTransaction(() => new HistoryPacker(_database, limits).DropFrom(now));
    });

    /// <summary>Writes all that waits; false where that failed.</summary>
    public bool Flush() => Try(() =>
    {
        EnsureOpen();
        _database!.InTransaction(() =>
        {
            foreach (var (start, values) in _buckets) Insert(start, values);
            foreach (var happened in _events) Insert(happened);
            if (_buckets.Count > 0) new HistoryPacker(_database, limits).Pack(_buckets.Last().Start);
        });
        _buckets.Clear();
        _events.Clear();
    });

    public void Dispose()
    {
        _database?.Dispose();
        _lock?.Dispose();
        _database = null;
        _lock = null;
    }

    private bool Try(Action action)
    {
        try
        {
            action();
            Trouble = null;
            return true;
        }
        catch (Exception e) when (HistoryDatabase.IsDamage(e))
        {
            Trouble = BeginAnew(e);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            Trouble = $"the history {HistoryPlace.FileIn(directory)} cannot be written: {e.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ')}";
        }
        catch (HistoryException e)
        {
            (Trouble, _isBusy) = (e.Message, e.IsBusy);
        }
        // Numbers that were given within a transaction that failed are nobody's.
        _ids.Clear();
        return false;
    }

    private void EnsureOpen()
    {
        if (_database is not null) return;
        _lock ??= HistoryPlace.Lock(directory);
        _database = HistoryDatabase.Open(HistoryPlace.FileIn(directory), forWriting: true);
        _values = _database.All("SELECT name, value FROM noted", row => (row.GetString(0), row.GetString(1))).ToDictionary();
    }

    /// <summary>A damaged file is kept aside and an empty one begun at the next flush; what waits is not lost.</summary>
    private string BeginAnew(Exception cause)
    {
        _database?.Dispose();
        _database = null;
        try
        {
            Notice = $"the history was damaged ({cause.Message.ReplaceLineEndings(" ")}); it is kept as {HistoryPlace.KeepAside(directory, time)} and begun anew";
            Add(new HistoryEvent(time.GetUtcNow(), "observer", "the history was damaged and begun anew"));
            return Notice;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"the history in {directory} is damaged and cannot be moved aside: {e.Message}";
        }
    }

    private void Insert(long start, IReadOnlyList<(MetricKey Key, Rollup Value)> values)
    {
        var entries = values.Select(value => (Number: (int)IdOf(value.Key, start), value.Value)).OrderBy(entry => entry.Number).ToList();
        _database!.Do("INSERT OR REPLACE INTO tail VALUES ($1, $2)", start, RollupCodec.Pack(entries));
    }

    private void Insert(HistoryEvent happened) =>
        _database!.Do("INSERT INTO event (at, kind, what) VALUES ($1, $2, $3)", happened.At.ToUnixTimeSeconds(), happened.Kind, happened.What);

    private long IdOf(MetricKey key, long seen)
    {
        if (_ids.TryGetValue(key, out var id)) return id;
        return _ids[key] = _database!.Number(
            "INSERT INTO series (name, subject, seen) VALUES ($1, $2, $3) ON CONFLICT (name, subject) DO UPDATE SET seen = max(seen, $3) RETURNING id",
            key.Name, key.Subject, seen);
    }
}
