using Kernward.Plugins.Hardware;
using Kernward.Tests.Support;

namespace Kernward.Tests.Plugins.Hardware;

public sealed class XidLogTests
{
    [Theory]
    [InlineData("[  123.456789] NVRM: Xid (PCI:0000:3b:00): 79, pid=1234, name=python, GPU has fallen off the bus.", "0000:3b:00.0", 79,
        1234)]
    [InlineData("<4>[ 9.5] NVRM: Xid (PCI:0000:3b:00): 63, pid='<unknown>', name=<unknown>, Row Remapper", "0000:3b:00.0", 63, null)]
    [InlineData("NVRM: Xid (PCI:0000:3B:00 GPU-I:05): 94, pid='77', name=x, Contained", "0000:3b:00.0", 94, 77)]
    [InlineData("Jan  1 00:00:00 host kernel: NVRM: Xid (0000:03:00): 13, 0001 00000000", "0000:03:00.0", 13, null)]
    [InlineData("NVRM: Xid (PCI:10000:e1:00): 48", "10000:e1:00.0", 48, null)]
    public void Reads_what_drivers_of_all_ages_write(string line, string address, int code, int? pid)
    {
        var xid = XidLog.ParseLine(line)!;
        Assert.Equal((address, code, pid), (xid.Address, xid.Code, xid.Pid));
    }

    [Fact]
    public void Knows_when_it_was_where_the_log_says_so()
    {
        Assert.Equal(123.456789, XidLog.ParseLine("<4>[  123.456789] NVRM: Xid (PCI:0000:3b:00): 79, x")!.SinceBoot);
        Assert.Equal(5.25, XidLog.ParseLine("4,812,5250000,-;NVRM: Xid (PCI:0000:3b:00): 79, x")!.SinceBoot);
        Assert.Null(XidLog.ParseLine("NVRM: Xid (PCI:0000:3b:00): 79, x")!.SinceBoot);
    }

    [Fact]
    public void Those_of_the_last_day_are_told_from_older_ones()
    {
        var host = new MemoryHost(("proc/uptime", "100000.50 1.00\n"), ("cmd/kernel-log.txt",
            "4,1,13000000000,-;NVRM: Xid (PCI:0000:3b:00): 48, old\n4,2,14000000000,-;NVRM: Xid (PCI:0000:3b:00): 79, new\nNVRM: Xid (PCI:0000:3b:00): 31, without a time\n"));
        Assert.Equal([79, 31], XidLog.ReadRecent(host)!.Select(xid => xid.Code));
        Assert.Equal([48, 79, 31], XidLog.Read(host)!.Select(xid => xid.Code));
        Assert.Null(XidLog.Read(new MemoryHost()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("NVRM: Xid (")]
    [InlineData("NVRM: Xid (PCI:0000:3b:00): seventy, x")]
    [InlineData("NVRM: Xid (PCI:0000:zz:00): 79, x")]
    [InlineData("NVRM: Xid (PCI:0000:3b:00): -1, x")]
    [InlineData("NVRM: Xid (PCI:0000:3b:00): 99999999999, x")]
    [InlineData("NVRM: loading NVIDIA UNIX x86_64 Kernel Module")]
    public void Takes_nothing_else_for_one(string line) => Assert.Null(XidLog.ParseLine(line));
}
