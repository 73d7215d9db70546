using System.Text;
using Kernward.Machine;

namespace Kernward.Tests.Machine;

public sealed class GpuErrorLogTests
{
    [Fact]
    public void Only_the_lines_that_were_asked_for_leave_the_log() =>
        Assert.Equal("lines 1\n<4>[1.0] NVRM: Xid (PCI:0000:3b:00): 79, x\n",
            Encoding.UTF8.GetString(GpuErrorLog.Select("<6>[0.5] audit: a user's file\n<4>[1.0] NVRM: Xid (PCI:0000:3b:00): 79, x\n")));

    [Fact]
    public void A_log_without_such_a_line_is_told_from_one_that_may_not_be_read() =>
        Assert.Equal("lines 0\n", Encoding.UTF8.GetString(GpuErrorLog.Select("<6>[0.5] hello\n")));

    [Fact]
    public void The_live_host_says_who_has_a_device_open() =>
        Assert.StartsWith("pid fd path", new LiveHost(TimeProvider.System).ReadText("cmd/device-users.txt"));

    [Fact]
    public void An_instrument_is_read_like_a_file_and_an_empty_one_is_absent()
    {
        var host = new LiveHost(TimeProvider.System)
        {
            Instruments = new Dictionary<string, Func<byte[]>> { ["cmd/a.txt"] = () => "a 1\n"u8.ToArray(), ["cmd/b.txt"] = () => [] },
        };
        Assert.Equal("a 1", host.ReadText("cmd/a.txt"));
        Assert.False(host.TryRead("cmd/b.txt", out _));
        Assert.False(host.TryRead("cmd/c.txt", out _));
    }
}
