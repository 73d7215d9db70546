using System.Diagnostics;
using System.Text;
using Kernward.Machine;
using Kernward.Tests.Support;

namespace Kernward.Tests.Machine;

/// <summary>Files that are held open between readings.</summary>
public sealed class HostFileTests : IDisposable
{
    private readonly TemporaryDirectory _root = new();
    private readonly LiveHost _host;
    private readonly HostFile _file = new("proc/7/schedstat");

    public HostFileTests() => _host = new LiveHost(TimeProvider.System, _root.Path) { HoldsFiles = true };

    public void Dispose()
    {
        _host.Release(_file);
        _root.Dispose();
    }

    [Fact]
    public void Reads_what_the_file_says_now_longer_or_shorter_than_before()
    {
        foreach (var text in (string[])["1 2 3\n", "1000 2000 3000\n", "", "7\n", new string('x', 5000)])
        {
            _root.Write(_file.Path, text);
            Assert.Equal(text, Read(_host));
            Assert.NotNull(_file.Held);
        }
    }

    [Fact]
    public void Reads_a_file_of_many_pages_whole()
    {
        var text = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{i}\n"));
        _root.Write(_file.Path, text);
        Assert.Equal(text, Read(_host));
        Assert.Equal(text, Read(_host));
    }

    [Fact]
    public void Says_absent_of_what_is_not_there_and_finds_it_once_it_is()
    {
        Assert.Null(Read(_host));
        _root.Write(_file.Path, "1\n");
        Assert.Equal("1\n", Read(_host));
    }

    [Fact]
    public void Reads_a_file_again_that_was_given_back()
    {
        _root.Write(_file.Path, "1\n");
        Assert.Equal("1\n", Read(_host));
        _host.Release(_file);
        Assert.Null(_file.Held);
        Assert.Equal("1\n", Read(_host));
    }

    /// <summary>Another tree's files may be put in place by a rename, which the kernel's never are.</summary>
    [Fact]
    public void Holds_nothing_of_a_tree_that_is_not_the_machine()
    {
        var host = new LiveHost(TimeProvider.System, _root.Path);
        _root.Write(_file.Path, "1\n");
        Assert.Equal("1\n", Read(host));
        Assert.Null(_file.Held);
        _root.Write("proc/7/new", "2\n");
        File.Move(Path.Combine(_root.Path, "proc/7/new"), Path.Combine(_root.Path, _file.Path), overwrite: true);
        Assert.Equal("2\n", Read(host));
    }

    [Fact]
    public void Refuses_a_path_that_could_leave_the_root() =>
        Assert.Throws<ArgumentException>(() => _host.TryRead(new HostFile("../etc/passwd"), out _));

    /// <summary>By the kernel's own files, which differ from plain ones in how they are read again.</summary>
    [Fact]
    public void A_process_that_went_away_is_absent_and_one_that_goes_on_is_read_anew()
    {
        var live = new LiveHost(TimeProvider.System);
        var own = new HostFile($"proc/{Environment.ProcessId}/stat");
        using var child = Process.Start(new ProcessStartInfo("sleep", "60"))!;
        var other = new HostFile($"proc/{child.Id}/schedstat");
        Assert.True(live.TryRead(other, out _));
        Assert.True(live.TryRead(own, out var content));
        var (read, before) = (content.Length, CpuTicks(content));
        Assert.True(read > 50);
        child.Kill();
        child.WaitForExit();
        Assert.False(live.TryRead(other, out _));
        Assert.Null(other.Held);
        for (var until = Stopwatch.StartNew(); CpuTicks(content) == before && until.Elapsed < TimeSpan.FromSeconds(60);) Assert.True(live.TryRead(own, out content));
        Assert.True(CpuTicks(content) > before);
    }

    private static long CpuTicks(ReadOnlySpan<byte> stat)
    {
        var fields = Encoding.UTF8.GetString(stat[(stat.LastIndexOf((byte)')') + 2)..]).Split(' ');
        return long.Parse(fields[11]) + long.Parse(fields[12]);
    }

    private string? Read(LiveHost host) => host.TryRead(_file, out var content) ? Encoding.UTF8.GetString(content) : null;
}
