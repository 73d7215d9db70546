namespace Kernward.Plugins.Sensors;

/// <summary>For files that are dear to read and change slowly: says when they are due, by the host's own clock.</summary>
internal sealed class Pace
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private TimeSpan? _last;

    /// <summary>True at first, and then once in ten seconds.</summary>
    public bool IsDue(TimeSpan now)
    {
        if (_last is { } last && now - last < Interval) return false;
        _last = now;
        return true;
    }

    /// <summary>Makes the next question come out true.</summary>
    public void Reset() => _last = null;
}
