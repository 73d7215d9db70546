using Kernward.Forecasting;
using Kernward.History;
using Xunit.Abstractions;
using static Kernward.Tests.Forecasting.Simulated;

namespace Kernward.Tests.Forecasting;

public sealed class AnomalyTests(ITestOutputHelper output)
{
    private static Anomaly? After(List<HistoryPoint> past, double newest) => Anomaly.Of([.. past, new HistoryPoint(Now + 60, newest)]);

    [Fact]
    public void What_is_usual_at_noon_is_unusual_at_night()
    {
        var random = new Random(1);
        double Load(double at) => 50 - 40 * Math.Cos(2 * Math.PI * (at + Now) / Day) + Normal(random);
        var noon = Past(5 * Day, 60, Load);
        Assert.False(After(noon, Load(60))!.IsUnusual);
        var night = Past(5 * Day, 60, at => Load(at - Day / 2));
        var found = After(night, Load(60))!;
        Assert.True(found.IsUnusual, found.ToString());
        Assert.InRange(found.Usual, 8, 14);
    }

    [Fact]
    public void Without_days_the_last_day_is_the_measure()
    {
        var random = new Random(2);
        var past = Past(Day, 60, _ => 10 + Normal(random));
        Assert.True(After(past, 30)!.IsUnusual);
        Assert.False(After(past, 12)!.IsUnusual);
    }

    [Fact]
    public void The_first_move_of_what_never_moved_is_unusual_and_standing_still_is_not()
    {
        var past = Past(Day, 60, _ => 0);
        Assert.True(After(past, 1)!.IsUnusual);
        Assert.False(After(past, 0)!.IsUnusual);
    }

    [Fact]
    public void A_thousand_values_are_needed_to_know_one_in_a_thousand() => Assert.Null(After(Past(900 * 60, 60, _ => 1), 5));

    /// <summary>Published in docs/history.md; the claim is <see cref="Anomaly.FalseAlarms"/>.</summary>
    [Theory]
    [InlineData("noise", 0)]
    [InlineData("heavy tails", -1)]
    [InlineData("wandering, keeps 90 %", 0.9)]
    public void Calls_normal_values_unusual_as_seldom_as_is_claimed(string kind, double keeps)
    {
        const int looks = 3000;
        var random = new Random(3);
        var next = keeps < 0 ? () => HeavyTailed(random) : Wandering(random, keeps);
        var all = Past((1500 + looks) * 60, 60, _ => next());
        var alarms = Enumerable.Range(1501, looks).Count(end => Anomaly.Of(all.GetRange(end - 1500, 1500))!.IsUnusual);
        output.WriteLine($"{kind}: {alarms} of {looks} normal minutes were called unusual");
        Assert.InRange((double)alarms / looks, 0, 2 * Anomaly.FalseAlarms);
    }
}
