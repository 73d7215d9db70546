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
    public void Reads_a_metric_in_each_way(Reading reading, double expected) => Assert.Equal(expected, Window(1, 5, 9).Read("m", "", reading));

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
