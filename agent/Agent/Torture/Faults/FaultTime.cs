namespace Kernward.Torture.Faults;

/// <summary>
/// A clock whose two faces part: the monotonic one moves only with <see cref="Pass"/>, and timers follow it; the one on the wall
/// can be set to anything besides (<see cref="Jump"/>). Timers run on the caller's thread.
/// </summary>
internal sealed class FaultTime : TimeProvider
{
    private static readonly DateTimeOffset Begin = new(2026, 3, 1, 3, 0, 0, TimeSpan.Zero);
    private readonly List<FaultTimer> _timers = [];
    private TimeSpan _passed;

    /// <summary>How far somebody set the wall clock off.</summary>
    public TimeSpan Jump { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Begin + _passed + Jump;

    public override long GetTimestamp() => _passed.Ticks;

    /// <summary>How many are running.</summary>
    public int Timers
    {
        get { lock (_timers) return _timers.Count; }
    }

    public void Pass(TimeSpan time)
    {
        _passed += time;
        List<FaultTimer> due;
        lock (_timers) due = [.. _timers.Where(timer => timer.Due <= _passed)];
        foreach (var timer in due)
        {
            timer.Dispose();
            timer.Run();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FaultTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class FaultTimer(FaultTime owner, Action run) : ITimer
    {
        public TimeSpan Due { get; private set; }

        public void Run() => run();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (owner._timers)
            {
                owner._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                Due = owner._passed + dueTime;
                owner._timers.Add(this);
            }
            return true;
        }

        public void Dispose()
        {
            lock (owner._timers) owner._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
