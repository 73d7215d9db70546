using Kernward.Measurement;
using Kernward.Plugins.Sensors;
using Kernward.Tests.Support;

namespace Kernward.Tests.Plugins.Sensors;

public sealed class ConnectionSensorTests
{
    private readonly MemoryHost _host = new(
        ("proc/net/sockstat", "TCP: inuse 1 orphan 0 tw 1 alloc 1 mem 0\n"),
        ("proc/net/tcp", "header\n 0: 0100007F:1538 0100007F:A000 08 0 0\n"));

    [Fact]
    public async Task Reads_the_dear_table_once_in_ten_seconds_and_repeats_it_between()
    {
        var sampler = new Sampler(_host, SensorSet.Create());
        for (var second = 0; second <= 10; second++)
        {
            Assert.Equal(1, sampler.Sample().Get("network.tcp.connections.close_wait"));
            await _host.WaitAsync(TimeSpan.FromSeconds(1), default);
        }
        Assert.Equal(2, _host.Asked.Count(path => path == "proc/net/tcp"));
    }

    [Fact]
    public void Does_not_read_a_long_table()
    {
        _host["proc/net/sockstat"] = "TCP: inuse 1 orphan 0 tw 20000 alloc 1 mem 0\n";
        Assert.Null(new Sampler(_host, SensorSet.Create()).Sample().Get("network.tcp.connections.close_wait"));
        Assert.DoesNotContain("proc/net/tcp", _host.Asked);
    }
}
