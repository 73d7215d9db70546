namespace Kernward.Tests.Support;

/// <summary>How long a test waits for what surely comes. It ends a test that hangs, and decides nothing else: machines differ.</summary>
internal static class Patience
{
    public static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    /// <summary>Looks again and again; false where it did not come.</summary>
    public static async Task<bool> UntilAsync(Func<bool> condition)
    {
        for (var started = TimeProvider.System.GetTimestamp(); !condition(); await Task.Delay(20))
            if (TimeProvider.System.GetElapsedTime(started) > Long) return false;
        return true;
    }
}
