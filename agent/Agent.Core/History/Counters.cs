namespace Kernward.History;

/// <summary>What a counter has counted between two readings.</summary>
internal static class Counters
{
    private const double Whole = 18446744073709551616.0;

    /// <summary>
    /// Not a number where it went backwards: a group made anew, a device gone and back, or one of the kernel's counters that are
    /// not quite monotonic. What was counted meanwhile is not known, and a made up number would be the highest of its day. Only a
    /// counter of 64 bits in its last tenth has gone round.
    /// </summary>
    public static double Increase(double before, double now)
    {
        if (now >= before) return now - before;
        return before > Whole * 0.9 && now < Whole * 0.1 ? Whole - before + now : double.NaN;
    }
}
