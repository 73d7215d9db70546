using System.Net;
using System.Net.Sockets;
using Kernward.Demo;

namespace Kernward.Tests.Demo;

public class DemoClientTests
{
    [Fact]
    public async Task Counts_from_when_a_request_was_due_not_from_when_it_was_sent()
    {
        using var server = new DemoChild("server", ["--work-us", "10"]);
        var log = new LatencyLog();
        using var client = Client(int.Parse(server.Announced), TimeSpan.FromSeconds(30), log);
        await client.AskAsync(Ago(TimeSpan.FromSeconds(5)), CancellationToken.None);
        var line = log.Take();
        Assert.Equal((1, 0), (line.Count, line.Errors));
        Assert.InRange(line.MaxMs, 5000, 30_000);
    }

    [Fact]
    public async Task Gives_up_a_request_that_is_overdue_and_counts_it_with_its_patience()
    {
        var log = new LatencyLog();
        using var client = Client(1, TimeSpan.FromSeconds(2), log);
        await client.AskAsync(Ago(TimeSpan.FromSeconds(5)), CancellationToken.None);
        var line = log.Take();
        Assert.Equal((1, 1, 2000), (line.Count, line.Errors, line.P99Ms));
    }

    [Fact]
    public async Task Counts_a_refused_connection_as_an_error()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        var log = new LatencyLog();
        using var client = Client(port, TimeSpan.FromSeconds(30), log);
        await client.AskAsync(Ago(TimeSpan.Zero), CancellationToken.None);
        Assert.Equal(1, log.Take().Errors);
    }

    private static DemoClient Client(int port, TimeSpan patience, LatencyLog log) => new(port, patience, TimeProvider.System, log);

    private static long Ago(TimeSpan time) =>
        TimeProvider.System.GetTimestamp() - (long)(time.TotalSeconds * TimeProvider.System.TimestampFrequency);
}
