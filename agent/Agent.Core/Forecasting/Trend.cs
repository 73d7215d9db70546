using Kernward.History;

namespace Kernward.Forecasting;

/// <summary>
/// A straight line through the recent past of one series, or the knowledge that there is none. The window is cut into 24 blocks, each
/// is its median; a few single leaps (a file copied, a cache dropped) are taken out; the slope is the median of the slopes of all pairs
/// of blocks (Theil and Sen), its interval comes from their order (Sen, Kendall), made wider where a block resembles its neighbour.
/// <paramref name="Slope"/> and its 90 % interval are in units a second, <paramref name="Level"/> is the value now.
/// </summary>
internal sealed record Trend(double Slope, double Low, double High, double Level, double Noise, TimeSpan Window)
{
    private const int Blocks = 24, FewestBlocks = 18, MostLeaps = 3;
    private const double LeapsAre = 6, Normal90 = 1.645;

    /// <summary>Of one-sided signs; a walk without a direction passes so often.</summary>
    private const double ByChance = 0.02;

    /// <summary>The line's way over the window, in standard deviations around it: noise and walks alone seldom come so far.</summary>
    private const double FarEnough = 14;

    /// <summary>Null where there is too little to look at, no direction, or none that is sure.</summary>
    public static Trend? Of(IReadOnlyList<HistoryPoint> points, double now, TimeSpan window)
    {
        var length = window.TotalSeconds / Blocks;
        var begin = now - window.TotalSeconds;
        var blocks = points.Where(point => point.At > begin && point.At <= now)
            .GroupBy(point => Math.Min(Blocks - 1, (int)((point.At - begin) / length)))
            .Select(block => (At: begin + (block.Key + 0.5) * length, Value: Statistics.Median(block.Select(point => point.Value))))
            .OrderBy(block => block.At).ToList();
        if (blocks.Count < FewestBlocks || blocks[0].At > begin + 4 * length || blocks[^1].At < now - 3 * length) return null;
        var level = blocks[^1];
        var smooth = WithoutLeaps(blocks);
        var slopes = Slopes(smooth);
        var slope = Statistics.Median(slopes);
        if (slope == 0) return null;
        var middle = Statistics.Median(smooth.Select(block => block.Value - slope * block.At));
        var residuals = smooth.Select(block => block.Value - slope * block.At - middle).ToList();
        var noise = Statistics.Spread(residuals);
        var (low, high) = Interval(slopes, smooth.Count, Statistics.Persistence(residuals));
        if (low * high <= 0 || !(IsOneWay(smooth, slope) || Math.Abs(slope) * window.TotalSeconds >= FarEnough * noise)) return null;
        return new Trend(slope, low, high, level.Value + slope * (now - level.At), noise, window);
    }

    /// <summary>What comes after a leap is moved to where it would be without; many leaps are the way in which the series moves.</summary>
    private static List<(double At, double Value)> WithoutLeaps(List<(double At, double Value)> blocks)
    {
        var steps = Enumerable.Range(1, blocks.Count - 1).Select(i => blocks[i].Value - blocks[i - 1].Value).ToList();
        var (usual, spread) = (Statistics.Median(steps), Statistics.Spread(steps));
        var leaps = Enumerable.Range(0, steps.Count).Where(i => Math.Abs(steps[i] - usual) > LeapsAre * spread).ToList();
        if (leaps.Count is 0 or > MostLeaps) return blocks;
        var smooth = new List<(double, double)>(blocks.Count) { blocks[0] };
        var moved = 0.0;
        for (var i = 0; i < steps.Count; i++)
        {
            if (leaps.Contains(i)) moved += steps[i] - usual;
            smooth.Add((blocks[i + 1].At, blocks[i + 1].Value - moved));
        }
        return smooth;
    }

    private static double[] Slopes(List<(double At, double Value)> blocks)
    {
        var slopes = new double[blocks.Count * (blocks.Count - 1) / 2];
        var next = 0;
        for (var i = 0; i < blocks.Count; i++)
            for (var j = i + 1; j < blocks.Count; j++)
                slopes[next++] = (blocks[j].Value - blocks[i].Value) / (blocks[j].At - blocks[i].At);
        Array.Sort(slopes);
        return slopes;
    }

    private static (double Low, double High) Interval(double[] slopes, int n, double persistence)
    {
        var wide = Normal90 * Math.Sqrt(n * (n - 1.0) * (2 * n + 5) / 18 * (1 + persistence) / (1 - persistence));
        var low = (int)Math.Floor((slopes.Length - wide) / 2);
        var high = (int)Math.Ceiling((slopes.Length + wide) / 2);
        return (slopes[Math.Clamp(low, 0, slopes.Length - 1)], slopes[Math.Clamp(high, 0, slopes.Length - 1)]);
    }

    private static bool IsOneWay(List<(double At, double Value)> blocks, double slope)
    {
        var signs = Enumerable.Range(1, blocks.Count - 1).Select(i => Math.Sign(blocks[i].Value - blocks[i - 1].Value)).Where(sign => sign != 0).ToList();
        return Statistics.Coin(signs.Count(sign => sign == Math.Sign(slope)), signs.Count) < ByChance;
    }
}
