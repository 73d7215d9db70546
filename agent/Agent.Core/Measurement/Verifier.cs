using Kernward.Domain;

namespace Kernward.Measurement;

/// <summary>How long a change is watched before it is believed.</summary>
public sealed record VerifyOptions
{
    /// <summary>Time between the last write and the first reading; default 1 s, 0 to 300.</summary>
    public double SettleSeconds { get; init; } = 1;

    /// <summary>Length of one window; default 2 s, 0.5 to 300.</summary>
    public double WindowSeconds { get; init; } = 2;

    /// <summary>Windows in a row that must show what was expected; default 2, 1 to 20.</summary>
    public int Windows { get; init; } = 2;
}

/// <summary>
/// Watches a host after a change until what was expected has been seen in several windows in a row, or the longest time that a
/// step allows is over. Ends early when a guard gets worse in two windows in a row: what hurts is not watched to the end.
/// </summary>
public sealed class Verifier(Judge judge, Sampler sampler, VerifyOptions options)
{
    public async Task<Verdict> VerifyAsync(Plan plan, SampleWindow before, IProgress<double>? progress, CancellationToken cancel)
    {
        var first = plan.Steps.Select(step => step.Expect).OfType<Expectation>().FirstOrDefault();
        var trace = first is null ? [] : Trace(first, before);
        var window = TimeSpan.FromSeconds(options.WindowSeconds);
        var rounds = Rounds(plan);
        await sampler.Host.WaitAsync(TimeSpan.FromSeconds(options.SettleSeconds), cancel).ConfigureAwait(false);
        var (good, bad) = (0, 0);
        IReadOnlyList<Comparison> expected = [], guards = [];
        for (var round = 0; round < rounds && good < options.Windows && bad < 2; round++)
        {
            var after = await sampler.WatchAsync(window, 2, cancel).ConfigureAwait(false);
            if (first is not null) trace.AddRange(Trace(first, after));
            (expected, guards) = (judge.Expected(plan, before, after), judge.Guards(before, after));
            good = Judge.Of(expected, guards).Kind == VerdictKind.Kept ? good + 1 : 0;
            bad = guards.Any(guard => guard.Ok == false) ? bad + 1 : 0;
            progress?.Report((round + 1.0) / rounds);
        }
        var (kind, summary) = Judge.Of(expected, guards);
        return new Verdict(kind, summary, expected, guards, trace);
    }

    /// <summary>The longest that verification of this plan takes.</summary>
    public TimeSpan Longest(Plan plan) => TimeSpan.FromSeconds(options.SettleSeconds + (Rounds(plan) * options.WindowSeconds));

    private int Rounds(Plan plan)
    {
        var longest = plan.Steps.Max(step => step.Expect?.WithinS ?? 0);
        return Math.Max(options.Windows, (int)Math.Ceiling(longest / options.WindowSeconds));
    }

    /// <summary>The expectation's metric between each two samples, for a chart.</summary>
    private static List<double> Trace(Expectation expect, SampleWindow window) =>
        [.. window.Samples.Zip(window.Samples.Skip(1)).Select(pair => Judge.Read(expect, new SampleWindow([pair.First, pair.Second]))).OfType<double>()];
}
