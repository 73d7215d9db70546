using Kernward.Domain;
using Kernward.Knowledge;
using Kernward.Measurement;

namespace Kernward.Tests.Measurement;

public sealed class UnitsTests
{
    [Theory]
    [InlineData(3435973837, "By", "3.2 GiB")]
    [InlineData(12582912, "By/s", "12 MiB/s")]
    [InlineData(512, "By", "512 B")]
    [InlineData(1048575, "By", "1 MiB")]
    [InlineData(4, "KiBy", "4 KiB")]
    [InlineData(4096, "By", "4 KiB")]
    [InlineData(1400, "By", "1400 B")]
    [InlineData(19.55, "{s}/s", "19.6 s/s")]
    [InlineData(0, "By", "0 B")]
    [InlineData(0.12, "s", "120 ms")]
    [InlineData(0.00035, "s", "350 µs")]
    [InlineData(0.0001429, "s", "143 µs")]
    [InlineData(0.9999, "s", "1 s")]
    [InlineData(12.34, "s", "12.3 s")]
    [InlineData(59.97, "s", "1 min")]
    [InlineData(125, "s", "2 min 5 s")]
    [InlineData(2100, "s", "35 min")]
    [InlineData(18720, "s", "5 h 12 min")]
    [InlineData(273600, "s", "3 d 4 h")]
    [InlineData(0, "s", "0 s")]
    [InlineData(250, "us", "250 µs")]
    [InlineData(0.42, "{ratio}", "42 %")]
    [InlineData(0.0001, "{ratio}", "<0.1 %")]
    [InlineData(3.24, "%", "3.2 %")]
    [InlineData(1.8, "s/s", "1.8 CPUs")]
    [InlineData(1, "{cpu}", "1 CPU")]
    [InlineData(17, "{process}", "17")]
    [InlineData(262144, "{connection}", "262144")]
    [InlineData(12.34, "1/s", "12.3/s")]
    [InlineData(123456, "1/s", "123 k/s")]
    [InlineData(2.4e9, "Hz", "2.4 GHz")]
    [InlineData(1e10, "bit/s", "10 Gbit/s")]
    [InlineData(0.42, "1", "0.42")]
    [InlineData(-5, "1", "-5")]
    [InlineData(0.0004, "1", "<0.01")]
    [InlineData(71.26, "W", "71.3 W")]
    [InlineData(55, "Cel", "55 °C")]
    [InlineData(double.NaN, "By", "no reading")]
    [InlineData(double.PositiveInfinity, "s", "no reading")]
    [InlineData(double.MaxValue, "s", "1157407 d 9 h")]
    public void Values_are_shown_as_people_read_them(double value, string unit, string shown) => Assert.Equal(shown, Units.Show(value, unit));

    [Theory]
    [InlineData("system.cpu.time.user", "counter", "s", Reading.Rate, "s/s")]
    [InlineData("pressure.cpu.some.time", "counter", "s", Reading.Rate, "{ratio}")]
    [InlineData("disk.io_time", "counter", "s", Reading.Rate, "{ratio}")]
    [InlineData("disk.weighted_io_time", "counter", "s", Reading.Rate, "{s}/s")]
    [InlineData("cgroup.cpu.run_delay", "counter", "s", Reading.Rate, "{s}/s")]
    [InlineData("disk.io.read", "counter", "By", Reading.Rate, "By/s")]
    [InlineData("network.tcp.resets", "counter", "{segment}", Reading.Rate, "1/s")]
    [InlineData("cgroup.memory.utilization", "gauge", "1", Reading.Last, "{ratio}")]
    [InlineData("system.cpu.load_average.1m", "gauge", "1", Reading.Last, "1")]
    public void A_readings_unit_follows_from_the_metric(string name, string kind, string unit, Reading reading, string expected) =>
        Assert.Equal(expected, Units.Of(new Metric(name, kind, unit, "host", "", ""), reading));

    [Fact]
    public void Evidence_of_a_utilization_is_a_percentage() =>
        Assert.Equal("91 %", Units.Show(new Evidence("e1", "system.filesystem.utilization", 0.91, "1", 0, 0, "kernel", "")));
}
