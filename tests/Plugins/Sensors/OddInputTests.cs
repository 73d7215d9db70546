using System.Text;
using Kernward.Machine;
using Kernward.Measurement;
using Kernward.Plugins.Sensors;
using Kernward.Tests.Support;

namespace Kernward.Tests.Plugins.Sensors;

/// <summary>What a kernel never writes must cost a reading, and never the agent.</summary>
public sealed class OddInputTests
{
    private static readonly string[] Contents =
    [
        "", "\n", "\n\n\n", " ", "\0\0\0", "-1\n", "18446744073709551616\n", "99999999999999999999999999\n", "max\n", "a b c d e f\n",
        "cpu\n", "cpu x\n", "cpu0\n", "cpu99999999999 1 2 3\n", "some avg10=nan\n", ": : :\n", "TcpExt: a\nTcpExt:\n", "((((\n", "1 (x\n", "1 (x) \n",
        "header\n1\n", "header\n: \n", "Inter\nface\neth0:\n", "FDSize:\n", "vm_area_struct \n", "\u00ff\u00fe\u0080", "some\n", "0-\n", "8:0 Read\n",
    ];

    [Fact]
    public void Of_any_kind_in_any_file_is_survived()
    {
        foreach (var content in Contents) AssertSurvives(new ChangedHost(Fixtures.Host("v2-database"), (_, _) => Encoding.Latin1.GetBytes(content)));
    }

    [Fact]
    public void Cut_short_anywhere_is_survived()
    {
        for (var cut = 0; cut < 120; cut += 3)
        {
            var length = cut;
            AssertSurvives(new ChangedHost(Fixtures.Host("v2-database"), (_, content) => content[..Math.Min(length, content.Length)]));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void With_random_bytes_changed_is_survived(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 15; round++)
            AssertSurvives(new ChangedHost(Fixtures.Host("v2-database"), (_, content) => ChangedHost.Mutate(content, random, every: 20)));
    }

    [Fact]
    public void In_one_file_costs_no_other_sensor_its_reading()
    {
        var host = new ChangedHost(Fixtures.Host("v2-database"),
            (path, content) => path == "proc/meminfo" ? "MemTotal: lots kB\n"u8.ToArray() : content);
        var snapshot = new Sampler(host, SensorSet.Create()).Sample();
        Assert.Equal(["memory"], snapshot.Failures.Keys);
        Assert.Equal(277, snapshot.Get("network.tcp.retransmitted_segments"));
    }

    [Fact]
    public void Is_not_needed_on_an_empty_host()
    {
        var snapshot = new Sampler(new MemoryHost(), SensorSet.Create()).Sample();
        Assert.Empty(snapshot.Failures);
        Assert.All(snapshot.All, pair => Assert.Equal("kernward.sensor.duration", pair.Key.Name));
    }

    private static void AssertSurvives(Host host)
    {
        var sampler = new Sampler(host, SensorSet.Create());
        Assert.All(sampler.Sample().All.Concat(sampler.Sample().All), pair => Assert.True(double.IsFinite(pair.Value)));
    }
}
