using Kernward.History;
using Kernward.Measurement;
using static Kernward.Tests.History.Seen;

namespace Kernward.Tests.History;

/// <summary>What is kept in memory.</summary>
public sealed class SeriesTests
{
    private static HistoryRecorder Recorder(HistoryLimits? limits = null) => new(Known, limits ?? Small, null, TimeProvider.System);

    [Theory]
    [InlineData(10, 25, 15)]
    [InlineData(10, 10, 0)]
    [InlineData(10, 3, double.NaN)]
    [InlineData(4294967290.0, 5, double.NaN)]
    [InlineData(18446744073709540000.0, 4096, 15712)]
    public void A_counter_that_went_back_counted_nothing_that_is_known_but_goes_round_at_64_bits(double before, double now, double expected)
    {
        var increase = Counters.Increase(before, now);
        // Doubles near 2^64 are 2048 apart.
        if (double.IsNaN(expected)) Assert.True(double.IsNaN(increase));
        else Assert.InRange(increase, expected - 2048 * (before > 1e18 ? 1 : 0), expected + 2048 * (before > 1e18 ? 1 : 0));
    }

    [Fact]
    public void A_counter_is_its_rate_and_a_reset_is_a_gap()
    {
        using var recorder = Recorder();
        double[] counted = [1000, 1500, 2500, 40, 140];
        for (var i = 0; i < counted.Length; i++) recorder.Add(Sample(i * 2, Start + i * 2, ("count", "", counted[i])));
        Assert.Equal([(2, 250), (4, 500), (8, 50)], recorder.LastHour(new MetricKey("count")).Select(point => (point.At - Start, point.Value)));
    }

    [Fact]
    public void A_gauge_that_is_absent_for_a_while_has_a_gap()
    {
        using var recorder = Recorder();
        for (var i = 0; i < 6; i++) recorder.Add(i is 2 or 3 ? Sample(i, Start + i) : Sample(i, Start + i, ("level", "", i)));
        Assert.Equal([0, 1, 4, 5], recorder.LastHour(new MetricKey("level")).Select(point => point.Value));
    }

    [Fact]
    public void The_ring_holds_its_hour_and_no_more()
    {
        using var recorder = Recorder();
        Feed(recorder, 0, 250, i => i);
        var points = recorder.LastHour(new MetricKey("level"));
        Assert.Equal((100, 150, 249), (points.Count, points[0].Value, points[^1].Value));
        Assert.Equal(Start + 150, points[0].At);
    }

    [Fact]
    public void Processes_have_no_history()
    {
        using var recorder = Recorder();
        recorder.Add(Sample(0, Start, ("of.process", "812", 5)));
        Assert.Equal(0, recorder.Series);
    }

    [Fact]
    public void Memory_is_bounded_whatever_comes_and_goes()
    {
        using var recorder = Recorder();
        for (var i = 0; i < 2000; i++)
            recorder.Add(Sample(i, Start + i, [("level", "", 1), .. Enumerable.Range(0, 15).Select(n => ("level", $"group-{(i / 50 * 15) + n}", (double)n))]));
        Assert.Equal(20, recorder.Series);
        Assert.True(recorder.RingBytes <= recorder.MostRingBytes);
        Assert.InRange(recorder.MostRingBytes, 1, 20 * 100 * sizeof(float) + 100 * sizeof(double));
        Assert.Equal(100, recorder.LastHour(new MetricKey("level")).Count);
    }

    /// <summary>By real allocation, at the size that ships.</summary>
    [Fact]
    public void The_ring_that_ships_takes_what_it_says()
    {
        var limits = new HistoryLimits();
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var recorder = Recorder(limits);
        var values = Enumerable.Range(0, 1500).Select(n => ("level", $"group-{n}", (double)n)).ToArray();
        for (var i = 0; i < 3; i++) recorder.Add(Sample(i, Start + i, values));
        Assert.InRange(recorder.MostRingBytes, 25e6, 30e6);
        Assert.InRange(recorder.RingBytes, 1500L * 3600 * 4, 1500L * 3600 * 4 + 3600 * 8);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, recorder.RingBytes, recorder.RingBytes + 5_000_000);
    }

    [Fact]
    public void Where_all_places_are_taken_the_newest_are_left_out_until_one_is_idle()
    {
        using var recorder = Recorder();
        (string, string, double)[] Of(int from, int count) => [.. Enumerable.Range(from, count).Select(n => ("level", $"group-{n}", (double)n))];
        for (var i = 0; i < 5; i++) recorder.Add(Sample(i, Start + i, Of(0, 25)));
        Assert.Equal((20, 5), (recorder.Series, recorder.LeftOut));
        for (var i = 5; i < 80; i++) recorder.Add(Sample(i, Start + i, Of(5, 20)));
        Assert.Equal(0, recorder.LeftOut);
        Assert.Empty(recorder.LastHour(new MetricKey("level", "group-0")));
        Assert.All(recorder.LastHour(new MetricKey("level", "group-24")), point => Assert.Equal(24, point.Value));
        Assert.NotEmpty(recorder.LastHour(new MetricKey("level", "group-24")));
        Assert.Equal(80, recorder.LastHour(new MetricKey("level", "group-10")).Count);
    }

    [Fact]
    public void A_clock_that_is_set_moves_the_past_with_it()
    {
        using var recorder = Recorder();
        Feed(recorder, 0, 10, i => i);
        recorder.Add(Sample(10, Start + 10 - 5000, ("level", "", 10)));
        var points = recorder.LastHour(new MetricKey("level"));
        Assert.Equal(Enumerable.Range(0, 11).Select(i => Start - 5000.0 + i), points.Select(point => point.At));
    }
}
