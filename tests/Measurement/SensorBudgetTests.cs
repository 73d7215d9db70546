using Kernward.Machine;
using Kernward.Measurement;
using Kernward.Tests.Support;

namespace Kernward.Tests.Measurement;

/// <summary>A sensor that costs too much, by a clock that the test moves.</summary>
public sealed class SensorBudgetTests
{
    private readonly SlowSensor _sensor = new();

    [Fact]
    public void Within_its_budget_a_sensor_is_read_at_every_observation()
    {
        _sensor.Cost = TimeSpan.FromMilliseconds(10);
        Assert.Equal(100, Readings(100));
        Assert.Empty(_sensor.Last!.Failures);
    }

    [Fact]
    public void Twice_over_it_and_once_within_is_forgiven()
    {
        for (var i = 0; i < 30; i++)
        {
            _sensor.Cost = TimeSpan.FromMilliseconds(i % 3 == 2 ? 5 : 500);
            Assert.Equal(1, Readings(1));
        }
    }

    [Fact]
    public void Over_it_three_times_in_a_row_it_is_read_at_every_fourth_observation_and_says_why()
    {
        _sensor.Cost = TimeSpan.FromMilliseconds(12.5);
        Assert.Equal(3, Readings(3));
        Assert.Equal("took 12.5 ms of CPU where 10 ms are allowed: read at every 4th observation only", _sensor.Last!.Failures["slow"]);
        Assert.Equal(0, Readings(3));
        Assert.Null(_sensor.Last!.Get("slow.reading"));
        Assert.Equal(1, Readings(1));
        Assert.Equal(1, _sensor.Last!.Get("slow.reading"));
    }

    [Fact]
    public void Over_it_however_seldom_it_is_read_it_is_switched_off()
    {
        _sensor.Cost = TimeSpan.FromMilliseconds(40);
        Assert.Equal(12, Readings(1000));
        Assert.Equal("took 40 ms of CPU where 10 ms are allowed, read however seldom: switched off until the next start", _sensor.Last!.Failures["slow"]);
    }

    [Fact]
    public void Long_within_it_again_it_is_read_as_often_as_before()
    {
        _sensor.Cost = TimeSpan.FromMilliseconds(40);
        Readings(3);
        _sensor.Cost = TimeSpan.FromMilliseconds(5);
        Readings(60 * 4);
        Assert.Equal(100, Readings(100));
        Assert.Empty(_sensor.Last!.Failures);
    }

    [Fact]
    public void A_dear_reading_between_nine_cheap_ones_is_seen_too()
    {
        for (var i = 0; i < 30; i++)
        {
            _sensor.Cost = TimeSpan.FromMilliseconds(i % 10 == 0 ? 40 : 0.01);
            Readings(1);
        }
        Assert.Contains("every 4th", _sensor.Last!.Failures["slow"], StringComparison.Ordinal);
    }

    [Fact]
    public void It_costs_no_other_sensor_its_reading()
    {
        _sensor.Cost = TimeSpan.FromMilliseconds(40);
        Readings(20);
        Assert.Equal(1, _sensor.Last!.Get("quick.reading"));
    }

    /// <summary>What a replay finds must not depend on how fast the machine is that replays it.</summary>
    [Fact]
    public void A_recording_is_read_whole_whatever_it_costs()
    {
        _sensor.Cost = TimeSpan.FromSeconds(5);
        var sampler = new Sampler(new MemoryHost(), [_sensor], () => _sensor.Clock);
        for (var i = 0; i < 20; i++) Assert.Equal(1, sampler.Sample().Get("slow.reading"));
    }

    [Fact]
    public void Cpu_time_of_the_thread_is_what_counts()
    {
        var (before, started) = (Libc.ThreadTime(), Environment.TickCount64);
        Thread.Sleep(300);
        var slept = Libc.ThreadTime() - before;
        Assert.True(slept < TimeSpan.FromMilliseconds(Environment.TickCount64 - started) / 2, $"sleeping took {slept} of CPU");
    }

    /// <summary>How often the slow sensor was read in so many observations.</summary>
    private int Readings(int observations)
    {
        var before = _sensor.Readings;
        for (var i = 0; i < observations; i++) _sensor.Last = _sensor.Sampler.Sample();
        return _sensor.Readings - before;
    }

    private sealed class SlowSensor : ISensor
    {
        public SlowSensor() => Sampler = new Sampler(new LiveHost(TimeProvider.System, "/nonexistent"), [this, new QuickSensor()], () => Clock);

        public Sampler Sampler { get; }

        public TimeSpan Cost { get; set; }

        public TimeSpan Clock { get; private set; }

        public int Readings { get; private set; }

        public MetricSnapshot? Last { get; set; }

        public string Name => "slow";

        public void Sample(Host host, SnapshotBuilder into)
        {
            Readings++;
            Clock += Cost;
            into.Add("slow.reading", 1);
        }
    }

    private sealed class QuickSensor : ISensor
    {
        public string Name => "quick";

        public void Sample(Host host, SnapshotBuilder into) => into.Add("quick.reading", 1);
    }
}
