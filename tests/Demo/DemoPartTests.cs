using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Kernward.Demo;
using Kernward.Tests.Support;

namespace Kernward.Tests.Demo;

public class DemoPartTests
{
    [Theory]
    [InlineData("waiter")]
    [InlineData("server", "--port")]
    [InlineData("server", "--port", "-1")]
    [InlineData("server", "port", "1")]
    public void Refuses_what_the_stage_would_not_say(params string[] arguments) => Assert.Equal(64, DemoPart.Run(arguments));

    [Fact]
    public void The_server_answers_each_line_with_a_line()
    {
        using var server = new DemoChild("server", ["--work-us", "10"]);
        using var client = new TcpClient();
        client.Connect(IPAddress.Loopback, int.Parse(server.Announced));
        client.GetStream().Write("buy\nbuy\n"u8);
        using var reader = new StreamReader(client.GetStream());
        Assert.Equal("done", reader.ReadLine());
        Assert.Equal("done", reader.ReadLine());
    }

    [Fact]
    public void The_work_costs_the_thread_that_much_of_its_own_time()
    {
        var before = Libc.ThreadCpuNanoseconds();
        CpuWork.Use(5000);
        Assert.InRange(Libc.ThreadCpuNanoseconds() - before, 5_000_000, 50_000_000);
    }

    [Fact]
    public void A_part_ends_when_the_stage_lets_go_of_its_input()
    {
        var start = SelfProgram.Start(["demo-part", "batch", "--threads", "2"]);
        start.RedirectStandardInput = start.RedirectStandardOutput = true;
        using var batch = Process.Start(start)!;
        Assert.Equal("ready", batch.StandardOutput.ReadLine());
        batch.StandardInput.Close();
        var ended = batch.WaitForExit(Patience.Long);
        if (!ended) batch.Kill();
        Assert.True(ended);
    }

    [Fact]
    public void A_part_that_cannot_start_says_why()
    {
        var failure = Assert.Throws<DemoException>(() => new DemoChild("server", ["--port", "none"]));
        Assert.Contains("should be --NAME NUMBER", failure.Message);
    }
}
