using System.Text;
using Kernward.Machine;
using Kernward.Tests.Support;

namespace Kernward.Tests.Machine;

public sealed class RecordingHostTests
{
    [Fact]
    public void Remembers_what_was_read_and_listed_and_nothing_else()
    {
        var host = new RecordingHost(new MemoryHost(("proc/stat", "cpu"), ("proc/other", "x"), ("sys/block/vda/size", "1")));
        host.TryRead("proc/stat", out _);
        host.TryRead("proc/absent", out _);
        host.List("sys/block");
        var files = host.TakeFrame(default, default).Files;
        Assert.Equal(["cmd/list.txt", "proc/stat"], files.Keys.Order());
        Assert.Equal("sys/block//vda\n", Encoding.UTF8.GetString(files["cmd/list.txt"]));
    }

    [Fact]
    public void Forgets_what_went_away()
    {
        var inner = new MemoryHost(("proc/7/stat", "a"), ("proc/8/stat", "b"), ("proc/single", "x"));
        var host = new RecordingHost(inner);
        foreach (var pid in host.List("proc")) host.TryRead($"proc/{pid}/stat", out _);
        host.TryRead("proc/single", out _);
        inner.Remove("proc/8");
        inner.Remove("proc/single");
        host.List("proc");
        host.TryRead("proc/single", out _);
        Assert.Equal(["cmd/list.txt", "proc/7/stat"], host.TakeFrame(default, default).Files.Keys.Order());
    }

    [Fact]
    public void Keeps_an_earlier_frame_as_it_was()
    {
        var inner = new MemoryHost(("proc/stat", "1"));
        var host = new RecordingHost(inner);
        host.TryRead("proc/stat", out _);
        var first = host.TakeFrame(default, default);
        inner["proc/stat"] = "2";
        host.TryRead("proc/stat", out _);
        Assert.Equal("1", Encoding.UTF8.GetString(first.Files["proc/stat"]));
    }

    [Fact]
    public void Lets_no_secret_in()
    {
        var host = new RecordingHost(new MemoryHost(("proc/7/environ", "TOKEN=canary"), ("proc/7/cmdline", "mysqld\0--password=canary"),
            ("proc/8/cmdline", "nginx: worker canary"), ("etc/shadow", "root:canary"), ("proc/7/auxv", "canary")));
        foreach (var path in (string[])["proc/7/environ", "proc/7/cmdline", "proc/8/cmdline", "etc/shadow", "proc/7/auxv"])
            Assert.True(host.TryRead(path, out _));
        var files = host.TakeFrame(default, default).Files;
        Assert.DoesNotContain(files.Values, content => Encoding.UTF8.GetString(content).Contains("canary"));
        Assert.Equal("mysqld", Encoding.UTF8.GetString(files["proc/7/cmdline"]));
    }

    [Fact]
    public void Keeps_arguments_where_asked()
    {
        var host = new RecordingHost(new MemoryHost(("proc/7/cmdline", "a\0--b")), withArguments: true);
        host.TryRead("proc/7/cmdline", out _);
        Assert.Equal("a\0--b", Encoding.UTF8.GetString(host.TakeFrame(default, default).Files["proc/7/cmdline"]));
    }

    [Fact]
    public async Task Has_one_time_for_each_frame()
    {
        var inner = new MemoryHost();
        var host = new RecordingHost(inner);
        Assert.Equal(TimeSpan.Zero, host.Uptime);
        await inner.WaitAsync(TimeSpan.FromSeconds(3), default);
        Assert.Equal(TimeSpan.Zero, host.Uptime);
        host.TakeFrame(default, default);
        Assert.Equal(TimeSpan.FromSeconds(3), host.Uptime);
    }
}
