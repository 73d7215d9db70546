namespace Kernward.Demo;

/// <summary>What the demo's clients saw over some seconds; percentiles by nearest rank, in milliseconds, 0 where Count is 0.</summary>
public sealed record ClientStatistics(int Count, int Errors, double P50Ms, double P99Ms, double MaxMs)
{
    /// <summary>From every single time; a request that was given up counts with the time after which it was.</summary>
    public static ClientStatistics Of(IEnumerable<double> milliseconds, int errors)
    {
        var sorted = milliseconds.Order().ToArray();
        return new(sorted.Length, errors, Rank(sorted, 0.50), Rank(sorted, 0.99), Rank(sorted, 1));
    }

    private static double Rank(double[] sorted, double share) =>
        sorted.Length == 0 ? 0 : sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}
