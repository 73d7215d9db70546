using Kernward.History;
using Kernward.History.Changes;
using Kernward.Machine;
using Kernward.Tests.Support;

namespace Kernward.Tests.History;

public sealed class ChangeFinderTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeZoneInfo TwoHoursEast = TimeZoneInfo.CreateCustomTimeZone("there", TimeSpan.FromHours(2), "there", "there");
    private readonly TemporaryDirectory _root = new();

    public void Dispose() => _root.Dispose();

    private IReadOnlyList<HistoryEvent> Find(params HistoryEvent[] own) =>
        new ChangeFinder(new LiveHost(TimeProvider.System, _root.Path), null, TwoHoursEast).Find(Now.AddHours(-24), Now, own);

    private void Write(string path, string content, double hoursAgo) =>
        File.SetLastWriteTimeUtc(_root.Write(path, content), Now.AddHours(-hoursAgo).UtcDateTime);

    [Fact]
    public void Packages_are_told_in_the_hosts_own_time()
    {
        Write("var/log/dpkg.log", """
            2026-02-20 09:00:00 upgrade old:amd64 1 2
            2026-03-01 09:00:00 startup packages configure
            2026-03-01 09:00:01 upgrade nginx:amd64 1.22-9 1.24-1
            2026-03-01 09:00:02 status installed nginx:amd64 1.24-1
            2026-03-01 10:30:00 install htop:amd64 <none> 3.2

            """, 100);
        Assert.Equal([(Now.AddHours(-5).AddSeconds(1), "upgrade nginx 1.22-9 to 1.24-1"), (Now.AddHours(-3.5), "install htop")],
            Find().Select(found => (found.At, found.What)));
    }

    [Theory]
    [InlineData("var/log/dnf.rpm.log", "2026-03-01T09:00:00+0000 SUBDEBUG Upgraded: kernel-6.1.x86_64", "upgrade kernel-6.1.x86_64")]
    [InlineData("var/log/pacman.log", "[2026-03-01T09:00:00+0000] [ALPM] upgraded linux (6.1 -> 6.2)", "upgrade linux")]
    [InlineData("var/log/zypp/history", "2026-03-01 11:00:00|install|nginx|1.24|x86_64||repo|", "install nginx")]
    public void Other_package_managers_are_understood(string path, string line, string expected)
    {
        Write(path, line + "\n", 100);
        Assert.Equal((Now.AddHours(-3), "package", expected), (Find()[0].At, Find()[0].Kind, Find()[0].What));
    }

    [Fact]
    public void Many_packages_at_once_are_one_line()
    {
        Write("var/log/dpkg.log", string.Concat(Enumerable.Range(1, 40).Select(n => $"2026-03-01 09:00:{n:00} upgrade lib{n}:amd64 1 2\n")), 100);
        Assert.StartsWith("upgrade 40 packages (", Assert.Single(Find()).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Units_sysctls_and_configuration_are_told_by_their_files()
    {
        Write("etc/systemd/system/web.service.d/limits.conf", "[Service]", 3);
        Write("etc/sysctl.d/99-mine.conf", "vm.swappiness=1", 2);
        Write("etc/kernward/policy.json", "{}", 1.5);
        Write("etc/nginx/nginx.conf", "", 1);
        Write("etc/nginx/old.conf", "", 48);
        Write("etc/nginx/deep/er/file", "", 1);
        Assert.Equal(["unit /etc/systemd/system/web.service.d/limits.conf was written", "sysctl /etc/sysctl.d/99-mine.conf was written",
            "config /etc/kernward/policy.json was written", "config /etc/nginx/nginx.conf was written"], Find().Select(found => $"{found.Kind} {found.What}"));
    }

    [Fact]
    public void Files_that_a_package_brought_are_the_packages_change()
    {
        Write("var/log/dpkg.log", "2026-03-01 09:00:01 upgrade nginx:amd64 1 2\n", 100);
        File.SetLastWriteTimeUtc(_root.Write("etc/nginx/nginx.conf", ""), Now.AddHours(-5).AddSeconds(20).UtcDateTime);
        Assert.Equal("package", Assert.Single(Find()).Kind);
    }

    [Fact]
    public void A_boot_and_changes_of_our_own_stand_in_the_same_order()
    {
        Write("proc/stat", $"cpu 1 2 3\nbtime {Now.AddHours(-2).ToUnixTimeSeconds()}\n", 1);
        Write("proc/sys/kernel/osrelease", "6.2.0\n", 1);
        Assert.Equal(["booted Linux 6.2.0", "c7"], Find(new HistoryEvent(Now.AddHours(-1), "change", "c7")).Select(found => found.What));
    }

    [Fact]
    public void However_many_files_there_are_the_looks_and_the_answer_are_bounded()
    {
        for (var i = 0; i < 5000; i++) Write($"etc/many/{i}", "", 1);
        Assert.Equal(200, Find().Count);
    }

    [Fact]
    public void An_empty_host_changed_nothing() => Assert.Empty(Find());
}
