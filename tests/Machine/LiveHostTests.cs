using System.Text;
using Kernward.Machine;
using Kernward.Tests.Support;

namespace Kernward.Tests.Machine;

public sealed class LiveHostTests : IDisposable
{
    private readonly TemporaryDirectory _root = new();
    private readonly LiveHost _host;

    public LiveHostTests() => _host = new LiveHost(TimeProvider.System, _root.Path);

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Reads_a_file_below_its_root()
    {
        _root.Write("proc/sys/vm/swappiness", "60\n");
        Assert.True(_host.TryRead("proc/sys/vm/swappiness", out var content));
        Assert.Equal("60\n", Encoding.UTF8.GetString(content));
        Assert.Equal("60", _host.ReadText("proc/sys/vm/swappiness"));
    }

    [Fact]
    public void Says_absent_of_what_is_not_there_or_is_a_directory()
    {
        _root.Write("proc/net/dev", "");
        Assert.False(_host.TryRead("proc/nothing", out _));
        Assert.False(_host.TryRead("proc/net", out _));
        Assert.Empty(_host.List("proc/net/dev"));
        Assert.Empty(_host.List("sys"));
    }

    [Fact]
    public void Tells_an_empty_file_from_an_absent_one()
    {
        _root.Write("proc/empty", "");
        Assert.True(_host.TryRead("proc/empty", out var content));
        Assert.True(content.IsEmpty);
    }

    [Fact]
    public void Reads_a_file_larger_than_its_buffer_whole()
    {
        var text = string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i}\n"));
        _root.Write("proc/large", text);
        Assert.True(_host.TryRead("proc/large", out var content));
        Assert.Equal(text, Encoding.UTF8.GetString(content));
    }

    [Fact]
    public void Treats_a_file_over_the_cap_as_unreadable()
    {
        using (var file = File.Create(Path.Combine(_root.Path, "huge"))) file.SetLength(LiveHost.MaxFileSize + 1);
        Assert.False(_host.TryRead("huge", out _));
    }

    [Fact]
    public void Lists_names_without_the_dots_and_with_any_character()
    {
        _root.Write("d/cpu,cpuacct/x", "");
        _root.Write("d/schön 'n' slow", "");
        _root.Write("d/.hidden", "");
        Assert.Equal([".hidden", "cpu,cpuacct", "schön 'n' slow"], _host.List("d").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Lists_thousands_of_entries()
    {
        for (var i = 0; i < 3000; i++) _root.Write($"many/a-name-of-some-length-{i}", "");
        Assert.Equal(3000, _host.List("many").Distinct().Count());
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../etc/passwd")]
    [InlineData("proc/../../etc/passwd")]
    [InlineData("proc/\0stat")]
    [InlineData("")]
    public void Refuses_a_path_that_could_leave_the_root(string path)
    {
        Assert.Throws<ArgumentException>(() => _host.TryRead(path, out _));
        Assert.Throws<ArgumentException>(() => _host.List(path));
    }

    [Fact]
    public void Lets_two_dots_be_part_of_a_name()
    {
        _root.Write("cgroup/a..b", "1");
        Assert.True(_host.TryRead("cgroup/a..b", out _));
    }

    [Fact]
    public void Reads_the_running_kernel()
    {
        var live = new LiveHost(TimeProvider.System);
        Assert.True(live.TryRead("proc/stat", out var content));
        Assert.StartsWith("cpu", Encoding.ASCII.GetString(content));
        Assert.Contains(Environment.ProcessId.ToString(), live.List("proc"));
        Assert.Contains("mount type", live.ReadText("cmd/statfs.txt"));
        Assert.False(live.TryRead("cmd/unknown.txt", out _));
    }

    [Fact]
    public void Sees_a_listening_socket_with_the_limit_of_its_queue()
    {
        using var socket = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        socket.Start(7);
        var port = ((System.Net.IPEndPoint)socket.LocalEndpoint).Port;
        Assert.Contains($"4 {port} 0 7\n", new LiveHost(TimeProvider.System).ReadText("cmd/listeners.txt") + "\n");
    }
}
