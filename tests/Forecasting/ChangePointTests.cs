using Kernward.Forecasting;
using Xunit.Abstractions;
using static Kernward.Tests.Forecasting.Simulated;

namespace Kernward.Tests.Forecasting;

public sealed class ChangePointTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(-1200)]
    [InlineData(-3000)]
    [InlineData(-500)]
    public void Finds_when_a_level_changed(double moment)
    {
        var random = new Random(1);
        var found = ChangePoint.Find(Past(Hour, 10, at => (at < moment ? 3 : 140) + HeavyTailed(random)))!;
        Assert.InRange(found.At - Now, moment - 120, moment + 120);
        Assert.InRange(found.Before, 2, 4);
        Assert.InRange(found.After, 139, 141);
    }

    [Fact]
    public void Finds_a_counter_that_began_to_move() =>
        Assert.InRange(ChangePoint.Find(Past(Hour, 10, at => at < -900 ? 0 : 12))!.At - Now, -960, -840);

    [Fact]
    public void A_peak_is_no_change() => Assert.Null(ChangePoint.Find(Past(Hour, 10, at => at is > -1800 and < -1700 ? 1000 : Math.Sin(at))));

    [Fact]
    public void What_never_moved_did_not_change() => Assert.Null(ChangePoint.Find(Past(Hour, 10, _ => 42)));

    [Fact]
    public void Too_little_says_nothing() => Assert.Null(ChangePoint.Find(Past(60, 10, at => at < -30 ? 0 : 100)));

    /// <summary>Published in docs/history.md; the claim is <see cref="ChangePoint.FalseAlarms"/>.</summary>
    [Theory]
    [InlineData("noise", 0)]
    [InlineData("heavy tails", -1)]
    [InlineData("wandering, keeps 50 %", 0.5)]
    [InlineData("wandering, keeps 90 %", 0.9)]
    public void Takes_steady_noise_for_a_change_as_seldom_as_is_claimed(string kind, double keeps)
    {
        const int looks = 1000;
        var random = new Random(2);
        var alarms = Enumerable.Range(0, looks).Count(_ =>
        {
            var next = keeps < 0 ? () => HeavyTailed(random) : Wandering(random, keeps);
            return ChangePoint.Find(Past(Hour, 10, _ => next())) is not null;
        });
        output.WriteLine($"{kind}: {alarms} of {looks} steady hours were taken for a change");
        Assert.InRange((double)alarms / looks, 0, ChangePoint.FalseAlarms);
    }
}
