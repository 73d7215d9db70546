using System.Diagnostics;

namespace Kernward.Pipeline;

/// <summary>Wall time of each stage of one run.</summary>
internal sealed class StageClock
{
    private readonly Dictionary<string, double> _milliseconds = [];

    public IReadOnlyDictionary<string, double> Milliseconds => _milliseconds;

    public T Time<T>(string stage, Func<T> work)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            return work();
        }
        finally
        {
            _milliseconds[stage] = Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 1);
        }
    }

    public async Task<T> TimeAsync<T>(string stage, Func<Task<T>> work)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            _milliseconds[stage] = Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 1);
        }
    }
}
