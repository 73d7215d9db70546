using Kernward.BootFiles;
using Kernward.Tests.Support;

namespace Kernward.Tests.BootFiles;

/// <summary>The door on a real file system, below a root of its own.</summary>
public sealed class LiveBootFileWriterTests : IDisposable
{
    private const string Sysctl = "etc/sysctl.d/90-kernward-vm.swappiness.conf", Unit = "etc/systemd/system/db.service.d/90-kernward-cgroup.cpu.weight.conf";
    private readonly TemporaryDirectory _root = new TemporaryDirectory().With("etc/sysctl.d/99-a.conf", "x = 1\n").With("etc/systemd/system/db.service", "[Service]\n");
    private readonly LiveBootFileWriter _writer;

    public LiveBootFileWriterTests() => _writer = new LiveBootFileWriter(_root.Path);

    public void Dispose() => _root.Dispose();

    private string Full(string path) => Path.Combine(_root.Path, path);

    private string[] All() => [.. Directory.GetFileSystemEntries(_root.Path, "*", SearchOption.AllDirectories).Select(path => path[(_root.Path.Length + 1)..]).Order(StringComparer.Ordinal)];

    private string Message(string path, string content = "x = 1\n") => Assert.Throws<IOException>(() => _writer.Replace(path, System.Text.Encoding.ASCII.GetBytes(content))).Message;

    [Fact]
    public void Makes_replaces_and_takes_away()
    {
        var before = All();
        _writer.Replace(Sysctl, "one\n"u8);
        Assert.Equal("one\n", File.ReadAllText(Full(Sysctl)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(Full(Sysctl)));
        _writer.Replace(Sysctl, "two\n"u8);
        Assert.Equal("two\n", File.ReadAllText(Full(Sysctl)));
        _writer.Replace(Sysctl, "\n"u8);
        _writer.Replace(Sysctl, ""u8);
        Assert.Equal(before, All());
    }

    [Fact]
    public void Makes_a_units_directory_and_takes_it_away_with_the_last_file()
    {
        var before = All();
        _writer.Replace(Unit, "one\n"u8);
        Assert.True(File.Exists(Full(Unit)));
        _writer.Replace(Unit, "\n"u8);
        Assert.Equal(before, All());
    }

    [Fact]
    public void Leaves_a_units_directory_that_holds_something_else()
    {
        _root.Write("etc/systemd/system/db.service.d/10-admin.conf", "[Service]\n");
        var before = All();
        _writer.Replace(Unit, "one\n"u8);
        _writer.Replace(Unit, "\n"u8);
        Assert.Equal(before, All());
    }

    [Fact]
    public void Puts_a_new_file_there_and_leaves_the_one_that_a_reader_has_open()
    {
        _writer.Replace(Sysctl, "one\n"u8);
        using var reader = new StreamReader(Full(Sysctl));
        _writer.Replace(Sysctl, "two\n"u8);
        Assert.Equal("one\n", reader.ReadToEnd());
    }

    [Theory]
    [InlineData("etc/sysctl.d/99-a.conf")]
    [InlineData("etc/sysctl.conf")]
    [InlineData("etc/passwd")]
    [InlineData("/etc/sysctl.d/90-kernward-x.conf")]
    [InlineData("etc/sysctl.d/../90-kernward-x.conf")]
    [InlineData("etc/sysctl.d/90-kernward-x/y.conf")]
    [InlineData("etc/systemd/system/90-kernward-x.conf")]
    [InlineData("etc/systemd/system/a.d/b.d/90-kernward-x.conf")]
    [InlineData("usr/lib/sysctl.d/90-kernward-x.conf")]
    [InlineData("")]
    public void Opens_for_no_other_file(string path)
    {
        var before = All();
        Assert.Contains("not a file of Kernward's own", Message(path), StringComparison.Ordinal);
        Assert.Contains("not a file of Kernward's own", Message(path, "\n"), StringComparison.Ordinal);
        Assert.Equal(before, All());
    }

    [Fact]
    public void Makes_no_directory_but_one_for_a_units_drop_ins()
    {
        Directory.Delete(Full("etc/systemd"), recursive: true);
        Assert.Equal("etc/systemd/system/db.service.d: open failed with ENOENT", Message(Unit));
        Assert.Equal(["etc", "etc/sysctl.d", "etc/sysctl.d/99-a.conf"], All());
    }

    [Fact]
    public void Follows_no_link_on_the_way()
    {
        using var elsewhere = new TemporaryDirectory();
        Directory.CreateSymbolicLink(Full("etc/tmpfiles.d"), elsewhere.Path);
        Assert.Matches("etc/tmpfiles.d: open failed with (ELOOP|ENOTDIR)", Message("etc/tmpfiles.d/00-kernward-x.conf"));
        Assert.Empty(Directory.GetFileSystemEntries(elsewhere.Path));
    }

    [Fact]
    public void Replaces_a_link_and_not_what_it_leads_to()
    {
        File.CreateSymbolicLink(Full(Sysctl), Full("etc/sysctl.d/99-a.conf"));
        _writer.Replace(Sysctl, "two\n"u8);
        Assert.Equal(("x = 1\n", "two\n"), (File.ReadAllText(Full("etc/sysctl.d/99-a.conf")), File.ReadAllText(Full(Sysctl))));
    }

    [Fact]
    public void Leaves_everything_as_it_was_where_it_fails()
    {
        Directory.CreateDirectory(Full(Sysctl));
        var before = All();
        Assert.Equal($"{Sysctl}: rename failed with EISDIR", Message(Sysctl));
        Assert.Equal(before, All());
    }

    [Fact]
    public void Sweeps_what_a_dead_worker_left_and_nothing_else()
    {
        _root.With("etc/sysctl.d/.90-kernward-vm.swappiness.conf.tmp", "half").With("etc/sysctl.d/.99-a.conf.tmp", "theirs")
            .With("etc/systemd/system/db.service.d/.90-kernward-x.conf.tmp", "half").With("etc/systemd/system/db.service.d/10-a.conf", "theirs");
        _writer.Sweep();
        Assert.Equal(["etc/sysctl.d/.99-a.conf.tmp", "etc/sysctl.d/99-a.conf", "etc/systemd/system/db.service", "etc/systemd/system/db.service.d/10-a.conf"],
            All().Where(path => File.Exists(Full(path))));
    }

    [Fact]
    public void A_file_that_was_left_half_written_is_in_nobodys_way()
    {
        _root.Write("etc/sysctl.d/.90-kernward-vm.swappiness.conf.tmp", "half");
        _writer.Replace(Sysctl, "whole\n"u8);
        Assert.Equal("whole\n", File.ReadAllText(Full(Sysctl)));
        Assert.False(File.Exists(Full("etc/sysctl.d/.90-kernward-vm.swappiness.conf.tmp")));
    }
}
