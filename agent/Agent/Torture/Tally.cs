namespace Kernward.Torture;

/// <summary>A value, a state or an answer that should not be: where, and how to see it again.</summary>
internal sealed record Loss(string Where, string What);

/// <summary>What has happened so far. Thread-safe.</summary>
internal sealed class Tally
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<Phase, int> _phases = [];
    private readonly SortedDictionary<Victim, int> _victims = [];
    private readonly Dictionary<Phase, TimeSpan> _typical = [];
    private readonly List<double> _recoveries = [];
    private readonly List<Loss> _losses = [];

    public int Kills { get; private set; }

    /// <summary>Kills before the operation had answered.</summary>
    public int Early { get; private set; }

    /// <summary>Kills that left files changed, so that there was something to put right.</summary>
    public int LeftChanged { get; private set; }

    public int Rounds { get; private set; }

    public int KernelRounds { get; private set; }

    public int JournalErrors { get; private set; }

    public int Faults { get; private set; }

    public int Messages { get; private set; }

    /// <summary>Broken files that sensors read.</summary>
    public int Files { get; private set; }

    public IReadOnlyList<Loss> Losses { get { lock (_lock) return [.. _losses]; } }

    public IReadOnlyDictionary<Phase, int> ByPhase { get { lock (_lock) return new SortedDictionary<Phase, int>(_phases); } }

    public IReadOnlyDictionary<Victim, int> ByVictim { get { lock (_lock) return new SortedDictionary<Victim, int>(_victims); } }

    /// <summary>Milliseconds from the start of a fresh worker to its first answer, which comes after all is settled; ascending.</summary>
    public IReadOnlyList<double> Recoveries { get { lock (_lock) return [.. _recoveries.Order()]; } }

    /// <summary>How long such an operation takes until it answers, as far as was seen.</summary>
    public TimeSpan Typical(Phase phase)
    {
        lock (_lock) return _typical.GetValueOrDefault(phase, TimeSpan.FromMilliseconds(50));
    }

    /// <summary>An operation that was left alone to its end.</summary>
    public void Took(Phase phase, TimeSpan time)
    {
        lock (_lock) _typical[phase] = _typical.TryGetValue(phase, out var known) ? (known * 7 + time) / 8 : time;
    }

    public void Killed(Phase phase, Victim victim, bool early, bool leftChanged)
    {
        lock (_lock)
        {
            Kills++;
            if (early) Early++;
            if (leftChanged) LeftChanged++;
            _phases[phase] = _phases.GetValueOrDefault(phase) + 1;
            _victims[victim] = _victims.GetValueOrDefault(victim) + 1;
        }
    }

    public void Recovered(TimeSpan time)
    {
        lock (_lock) _recoveries.Add(time.TotalMilliseconds);
    }

    public void Ended(bool onKernel)
    {
        lock (_lock)
        {
            Rounds++;
            if (onKernel) KernelRounds++;
        }
    }

    public void Faulted()
    {
        lock (_lock) Faults++;
    }

    public void Said(int messages)
    {
        lock (_lock) Messages += messages;
    }

    public void Broke(int files)
    {
        lock (_lock) Files += files;
    }

    public void Lost(Loss loss, bool inJournal = false)
    {
        lock (_lock)
        {
            _losses.Add(loss);
            if (inJournal) JournalErrors++;
        }
    }
}
