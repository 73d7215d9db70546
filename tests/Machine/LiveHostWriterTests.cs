using System.Text;
using Kernward.Machine;
using Kernward.Tests.Support;

namespace Kernward.Tests.Machine;

public sealed class LiveHostWriterTests : IDisposable
{
    private readonly TemporaryDirectory _root = new();
    private readonly LiveHostWriter _writer;

    public LiveHostWriterTests() => _writer = new LiveHostWriter(_root.Path);

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Writes_a_value_to_an_existing_file()
    {
        var path = _root.Write("proc/sys/net/core/somaxconn", "128\n");
        _writer.Write("proc/sys/net/core/somaxconn", "4096\n"u8);
        Assert.Equal("4096\n", File.ReadAllText(path));
    }

    [Fact]
    public void Leaves_nothing_of_a_longer_value()
    {
        var path = _root.Write("etc/value", "a much longer value\n");
        _writer.Write("etc/value", "4\n"u8);
        Assert.Equal("4\n", File.ReadAllText(path));
    }

    [Fact]
    public void Creates_no_file()
    {
        var error = Assert.Throws<IOException>(() => _writer.Write("proc/sys/new", "1"u8));
        Assert.Contains("ENOENT", error.Message);
        Assert.Empty(Directory.GetFileSystemEntries(_root.Path));
    }

    [Theory]
    [InlineData("/proc/sys/vm/swappiness")]
    [InlineData("proc/../../outside")]
    [InlineData("proc//stat")]
    [InlineData("./proc")]
    [InlineData("proc/")]
    [InlineData("pro\0c")]
    [InlineData("")]
    public void Refuses_a_path_that_is_not_plain(string path)
    {
        var error = Assert.Throws<IOException>(() => _writer.Write(path, "1"u8));
        Assert.Contains("EINVAL", error.Message);
        Assert.DoesNotContain("\0", error.Message);
    }

    [Fact]
    public void Does_not_follow_a_link_out_of_the_root()
    {
        using var outside = new TemporaryDirectory();
        var target = outside.Write("secret", "untouched");
        File.CreateSymbolicLink(Path.Combine(_root.Path, "file"), target);
        Directory.CreateSymbolicLink(Path.Combine(_root.Path, "directory"), outside.Path);
        Assert.Contains("EXDEV", Assert.Throws<IOException>(() => _writer.Write("file", "1"u8)).Message);
        Assert.Contains("EXDEV", Assert.Throws<IOException>(() => _writer.Write("directory/secret", "1"u8)).Message);
        Assert.Equal("untouched", File.ReadAllText(target));
    }

    [Fact]
    public void Follows_a_link_that_stays_inside()
    {
        var target = _root.Write("devices/vda/queue", "none");
        Directory.CreateDirectory(Path.Combine(_root.Path, "block"));
        Directory.CreateSymbolicLink(Path.Combine(_root.Path, "block", "vda"), "../devices/vda");
        _writer.Write("block/vda/queue", "bfq"u8);
        Assert.Equal("bfq", File.ReadAllText(target));
    }

    [Fact]
    public void Names_the_errno_of_a_value_that_the_kernel_refuses()
    {
        // Not a number: the kernel answers EINVAL to root, and open answers EACCES to everyone else. Nothing changes either way.
        var error = Assert.Throws<IOException>(() => new LiveHostWriter().Write("proc/sys/vm/swappiness", Encoding.ASCII.GetBytes("none")));
        Assert.Matches("EINVAL|EACCES|EROFS|EPERM", error.Message);
    }

    [Theory]
    [InlineData("/srv/root", "/srv/root/proc/x", true)]
    [InlineData("/srv/root", "/srv/root-other/x", false)]
    [InlineData("/srv/root/", "/etc/passwd", false)]
    [InlineData("/", "/proc/x", true)]
    [InlineData("/", "anon_inode:x", false)]
    public void Knows_what_is_below_its_root(string root, string target, bool below) =>
        Assert.Equal(below, new LiveHostWriter(root).IsBelowRoot(target));
}
