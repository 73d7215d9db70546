namespace Kernward.Plugins.Sensors;

/// <summary>For files that are dear to read and change slowly: says when they are due, by the host's own clock.</summary>
/// <param name="seconds">How long a reading stands.</param>
internal sealed class Pace(int seconds = 10)
{
    private readonly TimeSpan _interval = TimeSpan.FromSeconds(seconds);

    private TimeSpan? _last;

    /// <summary>True at first, and then once in the interval.</summary>
    public bool IsDue(TimeSpan now)
    {
        if (_last is { } last && now - last < _interval) return false;
        _last = now;
        return true;
    }

    /// <summary>Makes the next question come out true.</summary>
    public void Reset() => _last = null;
}
