using Kernward.Domain;
using Kernward.Knowledge;
using Kernward.Measurement;

namespace Kernward.Tests.Measurement;

public sealed class JudgeTests
{
    private static readonly KnowledgeBase Known = new([], [], [], [],
        [new Metric("drops", "counter", "{packet}", "host", "", ""), new Metric("waits", "counter", "s", "host", "", "")])
    {
        Guards = [new GuardMetric("waits", "rate", 1.5, 0.2, "")],
    };

    private static SampleWindow Window(double dropsPerSecond, double waitsPerSecond, bool hasDrops = true)
    {
        MetricSnapshot At(int second)
        {
            var builder = new SnapshotBuilder(2);
            if (hasDrops) builder.Add("drops", 100 + (dropsPerSecond * second));
            builder.Add("waits", 5 + (waitsPerSecond * second));
            return builder.Seal(TimeSpan.FromSeconds(second), DateTimeOffset.UnixEpoch);
        }
        return new SampleWindow([At(0), At(1), At(2)]);
    }

    private static VerdictKind Judge(SampleWindow before, SampleWindow after)
    {
        var plan = new Plan
        {
            Id = "", Intent = new Intent { Act = Act.Optimize }, AlternativesRejected = [], Stance = Stance.Act, Summary = "", Host = "", Boot = "",
            Steps = [new Step { N = 1, Tunable = "t", Scope = "host", From = "1", To = "2", Undo = "1", Risk = RiskLevel.Low, Because = [], Why = "",
                Expect = new Expectation("drops", "below", 1, 10, "", "rate") }],
        };
        var judge = new Judge(Known);
        return Kernward.Measurement.Judge.Of(judge.Expected(plan, before, after), judge.Guards(before, after)).Kind;
    }

    [Fact]
    public void What_was_expected_and_hurt_nobody_is_kept() => Assert.Equal(VerdictKind.Kept, Judge(Window(50, 0.1), Window(0, 0.1)));

    [Fact]
    public void What_did_not_come_is_taken_back() => Assert.Equal(VerdictKind.Reverted, Judge(Window(50, 0.1), Window(20, 0.1)));

    [Fact]
    public void What_helped_and_hurt_something_else_is_taken_back() => Assert.Equal(VerdictKind.Reverted, Judge(Window(50, 0.1), Window(0, 0.9)));

    [Fact]
    public void Noise_of_a_guard_is_no_harm() => Assert.Equal(VerdictKind.Kept, Judge(Window(50, 0.01), Window(0, 0.15)));

    [Fact]
    public void What_cannot_be_seen_any_more_is_inconclusive() => Assert.Equal(VerdictKind.Inconclusive, Judge(Window(50, 0.1), Window(0, 0.1, hasDrops: false)));
}
