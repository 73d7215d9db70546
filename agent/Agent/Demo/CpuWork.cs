namespace Kernward.Demo;

/// <summary>Work that costs a known amount of CPU, whatever the clock on the wall says.</summary>
internal static class CpuWork
{
    /// <summary>Returns when the calling thread has used this many microseconds of CPU time of its own.</summary>
    internal static void Use(int microseconds)
    {
        var until = Libc.ThreadCpuNanoseconds() + (microseconds * 1000L);
        while (Libc.ThreadCpuNanoseconds() < until) Thread.SpinWait(20);
    }
}
