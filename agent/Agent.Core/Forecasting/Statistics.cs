namespace Kernward.Forecasting;

/// <summary>Numbers that a few wild values do not move.</summary>
internal static class Statistics
{
    /// <summary>The median absolute deviation of normal noise, as a standard deviation.</summary>
    private const double Normal = 1.4826;

    public static double Median(IEnumerable<double> values) => Quantile(values, 0.5);

    /// <summary>Between the neighbours in order; not a number where there are no values.</summary>
    public static double Quantile(IEnumerable<double> values, double share)
    {
        var sorted = values.ToArray();
        if (sorted.Length == 0) return double.NaN;
        Array.Sort(sorted);
        var place = share * (sorted.Length - 1);
        var below = (int)Math.Floor(place);
        return below + 1 < sorted.Length ? sorted[below] + (sorted[below + 1] - sorted[below]) * (place - below) : sorted[below];
    }

    /// <summary>Standard deviation as the median sees it.</summary>
    public static double Spread(IReadOnlyList<double> values)
    {
        var median = Median(values);
        return Normal * Median(values.Select(value => Math.Abs(value - median)));
    }

    /// <summary>How much a value resembles the one before, from 0 to 0.9; above that nothing can be told from so few.</summary>
    public static double Persistence(IReadOnlyList<double> residuals)
    {
        double same = 0, all = 0;
        for (var i = 0; i < residuals.Count; i++)
        {
            all += residuals[i] * residuals[i];
            if (i > 0) same += residuals[i] * residuals[i - 1];
        }
        return all > 0 ? Math.Clamp(same / all, 0, 0.9) : 0;
    }

    /// <summary>Probability that a fair coin falls so on one side at least <paramref name="wins"/> times of <paramref name="throws"/>.</summary>
    public static double Coin(int wins, int throws)
    {
        var (term, sum) = (Math.Pow(0.5, throws), 0.0);
        for (var k = 0; k <= throws; k++)
        {
            if (k >= wins) sum += term;
            term *= (double)(throws - k) / (k + 1);
        }
        return Math.Min(1, sum);
    }
}
