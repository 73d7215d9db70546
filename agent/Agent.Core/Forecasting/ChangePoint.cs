using Kernward.History;

namespace Kernward.Forecasting;

/// <summary>
/// The moment at which a series changed its level, with the medians before and after: the split into two windows whose ranks differ most
/// (Wilcoxon), if chance alone does not differ so much at its best split. Ranks know nothing of the noise's shape; that a value
/// resembles the one before is allowed for, as a series that wanders would else change all the time.
/// </summary>
public sealed record ChangePoint(double At, double Before, double After)
{
    /// <summary>How often steady noise is taken for a change; measured by a test, and what is published.</summary>
    public const double FalseAlarms = 0.01;

    /// <summary>
    /// Standard deviations that steady noise passes at its best of all splits in <see cref="FalseAlarms"/> of all looks (Miller and
    /// Siegmund 1982, for 60 blocks with at least 4 on either side).
    /// </summary>
    private const double ByChance = 3.65;

    private const int Blocks = 60, FewestBlocks = 24, FewestOnASide = 4;

    /// <summary>The levels differ by at least so many standard deviations of what is around them: less is nobody's incident.</summary>
    private const double Apart = 2;

    /// <summary>Null where the level is the same all along, or there is too little to tell. Blocks are the medians of equal times.</summary>
    public static ChangePoint? Find(IReadOnlyList<HistoryPoint> points)
    {
        if (points.Count < FewestBlocks) return null;
        var (begin, length) = (points[0].At, Math.Max(1e-9, (points[^1].At - points[0].At) / Blocks));
        var blocks = points.GroupBy(point => Math.Min(Blocks - 1, (int)((point.At - begin) / length)))
            .Select(block => new HistoryPoint(block.Min(point => point.At), Statistics.Median(block.Select(point => point.Value))))
            .OrderBy(block => block.At).ToList();
        return blocks.Count < FewestBlocks ? null : FindIn(blocks);
    }

    private static ChangePoint? FindIn(List<HistoryPoint> blocks)
    {
        var ranks = Ranks(blocks);
        var n = blocks.Count;
        var (best, at, sum) = (0.0, 0, 0.0);
        for (var i = 1; i < n; i++)
        {
            sum += ranks[i - 1];
            if (i < FewestOnASide || n - i < FewestOnASide) continue;
            var apart = Math.Abs(2 * sum - i * (n + 1.0)) / Math.Sqrt(i * (n - i) * (n + 1.0) / 3);
            if (apart > best) (best, at) = (apart, i);
        }
        if (best < ByChance) return null;
        var (before, after) = (Statistics.Median(blocks.Take(at).Select(block => block.Value)), Statistics.Median(blocks.Skip(at).Select(block => block.Value)));
        var residuals = blocks.Select((block, i) => block.Value - (i < at ? before : after)).ToList();
        // Of noise that keeps nothing so few blocks show up to a standard error all the same.
        var persistence = Math.Max(0, Statistics.Persistence(residuals) - 1 / Math.Sqrt(n));
        return best * Math.Sqrt((1 - persistence) / (1 + persistence)) > ByChance && Math.Abs(after - before) > Apart * Statistics.Spread(residuals) ? new ChangePoint(blocks[at].At, before, after) : null;
    }

    /// <summary>From 1; equal values share the mean of their ranks.</summary>
    private static double[] Ranks(List<HistoryPoint> blocks)
    {
        var order = Enumerable.Range(0, blocks.Count).OrderBy(i => blocks[i].Value).ToArray();
        var ranks = new double[order.Length];
        for (int from = 0, to; from < order.Length; from = to)
        {
            for (to = from + 1; to < order.Length && blocks[order[to]].Value.Equals(blocks[order[from]].Value);) to++;
            for (var i = from; i < to; i++) ranks[order[i]] = (from + to + 1) / 2.0;
        }
        return ranks;
    }
}
