using System.Globalization;

namespace Kernward.Measurement;

/// <summary>
/// Keeps one sensor within its budget: over it three times in a row, it is read at every 4th observation only, then at every
/// 16th and 64th, and in the end no more. Counted is CPU time: where CPUs are scarce the clock tells how long a sensor waited for
/// one, and that is when its readings matter most.
/// </summary>
internal sealed class SensorBudget(TimeSpan allowed)
{
    public static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(10);

    private const int Patience = 3;

    /// <summary>Readings within the budget after which a sensor is trusted with more; also, how long an overrun is remembered.</summary>
    private const int Calm = 60;

    private static readonly int[] Intervals = [1, 4, 16, 64];

    private int _level;
    private int _overruns;
    private int _calm;
    private int _rests;
    private TimeSpan _worst;

    /// <summary>Why it is not read at each observation; null while it is.</summary>
    public string? Reason { get; private set; }

    private bool IsOff => _level == Intervals.Length;

    /// <summary>Asked once for each observation: whether the sensor is to be read at this one.</summary>
    public bool IsDue()
    {
        if (IsOff || _rests-- > 0) return false;
        _rests = Intervals[_level] - 1;
        return true;
    }

    /// <summary>Tells what a reading cost.</summary>
    public void Spent(TimeSpan cost)
    {
        if (cost > allowed) Overrun(cost);
        else if (++_calm >= Calm) Trust();
        // A sensor that rests between dear readings costs next to nothing then: that does not break the row.
        else if (cost > allowed / 10) _overruns = 0;
    }

    private void Overrun(TimeSpan cost)
    {
        _calm = 0;
        _worst = cost > _worst ? cost : _worst;
        if (++_overruns < Patience) return;
        (_overruns, _level) = (0, _level + 1);
        _rests = IsOff ? 0 : Intervals[_level] - 1;
        Explain();
    }

    private void Trust()
    {
        (_calm, _overruns) = (0, 0);
        if (_level == 0) return;
        _rests = Intervals[--_level] - 1;
        Explain();
    }

    private void Explain()
    {
        var cost = string.Create(CultureInfo.InvariantCulture, $"took {_worst.TotalMilliseconds:0.#} ms of CPU where {allowed.TotalMilliseconds:0.#} ms are allowed");
        Reason = _level == 0 ? null
            : IsOff ? $"{cost}, read however seldom: switched off until the next start"
            : $"{cost}: read at every {Intervals[_level]}th observation only";
    }
}
