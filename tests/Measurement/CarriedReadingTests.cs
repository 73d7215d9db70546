using Kernward.Measurement;

namespace Kernward.Tests.Measurement;

/// <summary>Readings that a snapshot carries from an earlier one: they count once, at the time at which they were read.</summary>
public sealed class CarriedReadingTests
{
    /// <summary>A counter of 10 a second, one sample a second, read at the multiples of <paramref name="every"/> only.</summary>
    private static SampleWindow Window(int from, int to, int every, double perSecond = 10)
    {
        var samples = new List<MetricSnapshot>();
        Readings? last = null;
        for (var second = 0; second <= to; second++)
        {
            var builder = new SnapshotBuilder(1) { At = TimeSpan.FromSeconds(second), IsSparing = true };
            if (second % every == 0)
            {
                builder.Gather();
                builder.Add("m", second * perSecond, "/g");
                last = builder.Gathered();
            }
            builder.Add(last!, TimeSpan.FromSeconds(second / every * every));
            if (second >= from) samples.Add(builder.Seal(builder.At, DateTimeOffset.UnixEpoch + builder.At));
        }
        return new SampleWindow(samples);
    }

    [Theory]
    [InlineData(0, 8, 1)]
    [InlineData(0, 9, 4)]
    [InlineData(3, 9, 4)]
    [InlineData(7, 9, 8)]
    [InlineData(5, 30, 8)]
    public void A_rate_is_over_the_time_between_its_own_two_readings(int from, int to, int every) =>
        Assert.Equal(10, Window(from, to, every).Read("m", "/g", Reading.Rate)!.Value, 1e-9);

    [Fact]
    public void A_counter_that_was_not_read_in_a_window_has_no_rate_and_no_increase_rather_than_none()
    {
        var window = Window(1, 6, 8);
        Assert.Null(window.Read("m", "/g", Reading.Rate));
        Assert.Null(window.Read("m", "/g", Reading.Increase));
        Assert.Equal(0, window.Read("m", "/g", Reading.Last));
        Assert.Equal(TimeSpan.Zero, window.Last.Find("m", "/g")!.Value.At);
    }

    [Fact]
    public void A_counter_that_was_read_and_stands_still_has_a_rate_of_zero() =>
        Assert.Equal(0, Window(0, 8, 4, perSecond: 0).Read("m", "/g", Reading.Rate));

    [Fact]
    public void A_slope_and_steps_are_made_of_readings_and_not_of_how_often_they_were_carried()
    {
        var window = Window(0, 12, 4);
        Assert.Equal(10, window.Read("m", "/g", Reading.Slope)!.Value, 1e-9);
        Assert.Equal(1, window.Read("m", "/g", Reading.Steady));
        Assert.Equal(3, window.Read("m", "/g", Reading.Changes));
        Assert.Equal(60, window.Read("m", "/g", Reading.Mean));
    }

    [Fact]
    public void A_snapshot_tells_of_each_reading_when_it_was_made()
    {
        var builder = new SnapshotBuilder(1) { At = TimeSpan.FromSeconds(9) };
        builder.Add("host", 1);
        builder.Gather();
        builder.Add("m", 2, "/g");
        builder.Add("nothing", double.NaN, "/g");
        builder.Add(builder.Gathered(), TimeSpan.FromSeconds(4));
        var snapshot = builder.Seal(builder.At, DateTimeOffset.UnixEpoch);
        Assert.Equal([("host", 9), ("m", 4)], snapshot.Timed.Select(measured => (measured.Key.Name, (int)measured.At.TotalSeconds)));
        Assert.Equal((2, 2), (snapshot.Count, snapshot.All.Count()));
        Assert.Equal(["/g"], snapshot.Subjects("m"));
        Assert.Null(snapshot.Get("nothing", "/g"));
    }
}
