using Kernward.Measurement;

namespace Kernward.Tests.Measurement;

public sealed class SampleWindowTests
{
    private static SampleWindow Window(params double[] values) => new([.. values.Select((value, second) =>
    {
        var builder = new SnapshotBuilder(1);
        builder.Add("m", value);
        return builder.Seal(TimeSpan.FromSeconds(second), DateTimeOffset.UnixEpoch);
    })]);

    [Theory]
    [InlineData(Reading.Last, 9)]
    [InlineData(Reading.Mean, 5)]
    [InlineData(Reading.Max, 9)]
    [InlineData(Reading.Min, 1)]
    [InlineData(Reading.Rate, 4)]
    [InlineData(Reading.Increase, 8)]
    [InlineData(Reading.Slope, 4)]
    [InlineData(Reading.Steady, 1)]
    [InlineData(Reading.Changes, 2)]
    public void Reads_a_metric_in_each_way(Reading reading, double expected) => Assert.Equal(expected, Window(1, 5, 9).Read("m", "", reading));

    [Fact]
    public void What_goes_up_and_down_is_not_steady_and_has_the_slope_of_its_trend()
    {
        Assert.Equal(0.5, Window(1, 3, 2, 4, 3).Read("m", "", Reading.Steady));
        Assert.Equal(0.5, Window(1, 3, 2, 4, 3).Read("m", "", Reading.Slope)!.Value, 1e-9);
        Assert.Equal(1, Window(1, 1, 2, 2).Read("m", "", Reading.Changes));
        Assert.Equal(2, Window(9, 1, 2, 1).Read("m", "", Reading.Falls));
        Assert.Null(Window(1, 2).Read("m", "", Reading.Slope));
    }

    [Fact]
    public void The_end_of_a_window_is_as_long_as_asked_or_a_sample_longer()
    {
        var window = Window(1, 2, 3, 4, 5);
        Assert.Equal(2, window.Tail(TimeSpan.FromSeconds(2))!.Span.TotalSeconds);
        Assert.Equal(2, window.Tail(TimeSpan.FromSeconds(1.5))!.Span.TotalSeconds);
        Assert.Same(window, window.Tail(TimeSpan.FromSeconds(4)));
        Assert.Null(window.Tail(TimeSpan.FromSeconds(4.5)));
    }

    [Fact]
    public void A_counter_that_went_backwards_has_no_rate() => Assert.Null(Window(9, 1).Read("m", "", Reading.Rate));

    [Fact]
    public void One_sample_has_no_rate_and_what_is_absent_no_reading()
    {
        Assert.Null(Window(1).Read("m", "", Reading.Rate));
        Assert.Null(Window(1, 2).Read("n", "", Reading.Last));
    }

    [Fact]
    public void Values_that_are_no_numbers_are_left_out() => Assert.Null(Window(double.NaN).Read("m", "", Reading.Last));
}
