using System.Text;
using Kernward.Machine;

namespace Kernward.Tests.Machine;

public sealed class KernelLogTests
{
    private const string Header = "priority,sequence,time,flags;text\n";

    private readonly KernelLog _log = KernelLog.Detached();

    [Theory]
    [InlineData("6,1,2,-;plain\n", "6,1,2,-;plain\n")]
    [InlineData("3,7,2,c,caller=T1;with more fields\n SUBSYSTEM=pci\n DEVICE=+pci:0000\n", "3,7,2,c,caller=T1;with more fields\n")]
    [InlineData("6,1,2,-;without an end", "6,1,2,-;without an end\n")]
    public void A_line_of_the_kernel_is_kept_without_what_follows_it(string record, string kept) => Assert.Equal(kept, Kept(record));

    [Theory]
    [InlineData("12,1,2,-;Out of memory: Killed process 1 (init)\n")]
    [InlineData("30,1,2,-;systemd[1]: Started x\n")]
    [InlineData("8,1,2,-;a program\n")]
    [InlineData("5,1,2,-;audit: type=1400 audit(1.2:3): argv=secret\n")]
    [InlineData("4,1,2,-;DROP: IN=eth0 OUT= SRC=192.0.2.1 DST=192.0.2.2 LEN=40\n")]
    [InlineData("nonsense")]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("6,1,2 no text\n")]
    [InlineData("-1,1,2,-;x\n")]
    [InlineData("99999999999,1,2,-;x\n")]
    public void What_programs_wrote_and_what_tells_of_people_is_left_out(string record) => Assert.Equal("", Kept(record));

    [Fact]
    public void The_oldest_lines_go_and_whole_lines_stay()
    {
        for (var i = 0; i < 20000; i++) _log.Take(Encoding.ASCII.GetBytes($"6,{i},1,-;line {i}\n"));
        var text = Encoding.ASCII.GetString(_log.Kept);
        Assert.StartsWith(Header, text, StringComparison.Ordinal);
        Assert.EndsWith("6,19999,1,-;line 19999\n", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, KernelLog.MaxKept, Header.Length + (2 * KernelLog.MaxKept));
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];
        Assert.All(lines.Index(), item => Assert.Equal($"6,{20000 - lines.Length + item.Index},1,-;line {20000 - lines.Length + item.Index}", item.Item));
    }

    [RootFact]
    public void The_log_of_this_machine_can_be_read_and_has_the_kernels_lines()
    {
        var log = KernelLog.Open();
        var text = Encoding.UTF8.GetString(log.Read());
        Assert.True(text.Length == 0 || text.StartsWith(Header, StringComparison.Ordinal));
    }

    [Fact]
    public void A_clock_is_rendered_in_nanoseconds_whatever_the_kernel_counts_in()
    {
        var timex = new byte[208];
        BitConverter.TryWriteBytes(timex.AsSpan(8), 5L);
        BitConverter.TryWriteBytes(timex.AsSpan(16), -65536L);
        BitConverter.TryWriteBytes(timex.AsSpan(40), 0x40);
        BitConverter.TryWriteBytes(timex.AsSpan(160), 37);
        Assert.EndsWith("\n5 64 5000 -65536 0 0 37\n", Encoding.ASCII.GetString(ClockStatus.Render(5, timex)), StringComparison.Ordinal);
        BitConverter.TryWriteBytes(timex.AsSpan(40), 0x2001);
        Assert.EndsWith("\n0 8193 5 -65536 0 0 37\n", Encoding.ASCII.GetString(ClockStatus.Render(0, timex)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_clock_of_this_machine_can_be_asked_without_rights()
    {
        Assert.True(new LiveHost(TimeProvider.System).TryRead("cmd/clock.txt", out var content));
        Assert.Equal(7, Encoding.ASCII.GetString(content).Split('\n')[1].Split(' ').Length);
    }

    [RootFact]
    public void Space_of_a_deleted_file_that_is_open_is_found()
    {
        var path = Path.Combine(Path.GetTempPath(), $"kernward-deleted-{Environment.ProcessId}");
        using var file = new FileStream(path, FileMode.Create);
        file.Write(new byte[3 << 20]);
        file.Flush(flushToDisk: true);
        File.Delete(path);
        var host = new LiveHost(TimeProvider.System);
        Assert.True(host.TryRead("cmd/deleted-files.txt", out var content));
        var own = Encoding.ASCII.GetString(content).Split('\n').Single(line => line.StartsWith($"{Environment.ProcessId} ", StringComparison.Ordinal)).Split(' ');
        Assert.InRange(long.Parse(own[1]), 3 << 20, 64 << 20);
    }

    private string Kept(string record)
    {
        _log.Take(Encoding.UTF8.GetBytes(record));
        return Encoding.UTF8.GetString(_log.Kept)[Header.Length..];
    }
}
