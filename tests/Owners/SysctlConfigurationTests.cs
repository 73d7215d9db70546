using Kernward.Owners;
using Kernward.Tests.Support;

namespace Kernward.Tests.Owners;

/// <summary>The precedence of sysctl.d(5), case by case: files, a key, and which assignment of it counts.</summary>
public sealed class SysctlConfigurationTests
{
    private const string Swap = "vm/swappiness", Forwarding = "net/ipv4/conf/eth0/forwarding", Vlan = "net/ipv4/conf/eth0.100/forwarding";

    /// <summary>Paths stand at the margin, content is indented; expected is <c>value @path:line</c>, or empty for none.</summary>
    private static readonly (string What, string Files, string Key, string Expected)[] Table =
    [
        ("nothing at all", "", Swap, ""),
        ("one file", "/etc/sysctl.d/10-a.conf\n vm.swappiness = 10", Swap, "10 @/etc/sysctl.d/10-a.conf:1"),
        ("without blanks", "/etc/sysctl.d/10-a.conf\n vm.swappiness=10", Swap, "10 @/etc/sysctl.d/10-a.conf:1"),
        ("with many blanks", "/etc/sysctl.d/10-a.conf\n \t vm.swappiness \t=\t  10  ", Swap, "10 @/etc/sysctl.d/10-a.conf:1"),
        ("another key", "/etc/sysctl.d/10-a.conf\n vm.dirty_ratio = 10", Swap, ""),
        ("a key that begins alike", "/etc/sysctl.d/10-a.conf\n vm.swappiness2 = 10", Swap, ""),
        ("a number sign comments", "/etc/sysctl.d/10-a.conf\n # vm.swappiness = 10", Swap, ""),
        ("a semicolon comments", "/etc/sysctl.d/10-a.conf\n ; vm.swappiness = 10", Swap, ""),
        ("an indented comment", "/etc/sysctl.d/10-a.conf\n    # vm.swappiness = 10", Swap, ""),
        ("no comment after a value", "/etc/sysctl.d/10-a.conf\n kernel.x = 10 # ten", "kernel/x", "10 # ten @/etc/sysctl.d/10-a.conf:1"),
        ("blank lines count as lines", "/etc/sysctl.d/10-a.conf\n \n \n vm.swappiness = 10", Swap, "10 @/etc/sysctl.d/10-a.conf:3"),
        ("what is no assignment is passed over", "/etc/sysctl.d/10-a.conf\n vm.swappiness\n vm.swappiness 10", Swap, ""),
        ("an equals sign in the value", "/etc/sysctl.d/10-a.conf\n kernel.core_pattern = |/bin/x a=b", "kernel/core_pattern", "|/bin/x a=b @/etc/sysctl.d/10-a.conf:1"),
        ("an empty value", "/etc/sysctl.d/10-a.conf\n vm.swappiness =", Swap, " @/etc/sysctl.d/10-a.conf:1"),
        ("an empty name", "/etc/sysctl.d/10-a.conf\n = 10", Swap, ""),
        ("several numbers", "/etc/sysctl.d/10-a.conf\n net.ipv4.tcp_rmem = 4096 87380\t6291456", "net/ipv4/tcp_rmem", "4096 87380\t6291456 @/etc/sysctl.d/10-a.conf:1"),
        ("the later line", "/etc/sysctl.d/10-a.conf\n vm.swappiness = 10\n vm.swappiness = 20", Swap, "20 @/etc/sysctl.d/10-a.conf:2"),
        ("the later name", "/etc/sysctl.d/20-b.conf\n vm.swappiness = 20\n/etc/sysctl.d/10-a.conf\n vm.swappiness = 10", Swap, "20 @/etc/sysctl.d/20-b.conf:1"),
        ("names are compared by byte, not by number", "/etc/sysctl.d/9-a.conf\n vm.swappiness = 9\n/etc/sysctl.d/10-a.conf\n vm.swappiness = 10", Swap, "9 @/etc/sysctl.d/9-a.conf:1"),
        ("capitals come before small letters", "/etc/sysctl.d/Z.conf\n vm.swappiness = 1\n/etc/sysctl.d/a.conf\n vm.swappiness = 2", Swap, "2 @/etc/sysctl.d/a.conf:1"),
        ("the later name, whatever the directory", "/usr/lib/sysctl.d/99-v.conf\n vm.swappiness = 99\n/etc/sysctl.d/10-a.conf\n vm.swappiness = 10", Swap, "99 @/usr/lib/sysctl.d/99-v.conf:1"),
        ("run before usr for one name", "/usr/lib/sysctl.d/50-a.conf\n vm.swappiness = 1\n/run/sysctl.d/50-a.conf\n vm.swappiness = 2", Swap, "2 @/run/sysctl.d/50-a.conf:1"),
        ("etc before run for one name", "/run/sysctl.d/50-a.conf\n vm.swappiness = 2\n/etc/sysctl.d/50-a.conf\n vm.swappiness = 3", Swap, "3 @/etc/sysctl.d/50-a.conf:1"),
        ("local before vendor for one name", "/usr/lib/sysctl.d/50-a.conf\n vm.swappiness = 1\n/usr/local/lib/sysctl.d/50-a.conf\n vm.swappiness = 4", Swap, "4 @/usr/local/lib/sysctl.d/50-a.conf:1"),
        ("usr/lib before lib for one name", "/lib/sysctl.d/50-a.conf\n vm.swappiness = 1\n/usr/lib/sysctl.d/50-a.conf\n vm.swappiness = 5", Swap, "5 @/usr/lib/sysctl.d/50-a.conf:1"),
        ("a hidden file sets nothing at all", "/usr/lib/sysctl.d/50-a.conf\n vm.swappiness = 1\n/etc/sysctl.d/50-a.conf\n vm.dirty_ratio = 3", Swap, ""),
        ("an empty file hides (a link to null)", "/usr/lib/sysctl.d/50-a.conf\n vm.swappiness = 1\n/etc/sysctl.d/50-a.conf", Swap, ""),
        ("only names that end in conf", "/etc/sysctl.d/99-a.conf.bak\n vm.swappiness = 1\n/etc/sysctl.d/README\n vm.swappiness = 2", Swap, ""),
        ("no hidden names", "/etc/sysctl.d/.99-a.conf\n vm.swappiness = 1", Swap, ""),
        ("slashes instead of dots", "/etc/sysctl.d/10-a.conf\n vm/swappiness = 10", Swap, "10 @/etc/sysctl.d/10-a.conf:1"),
        ("a leading slash", "/etc/sysctl.d/10-a.conf\n /vm/swappiness = 10", Swap, "10 @/etc/sysctl.d/10-a.conf:1"),
        ("double slashes", "/etc/sysctl.d/10-a.conf\n vm//swappiness = 10", Swap, "10 @/etc/sysctl.d/10-a.conf:1"),
        ("both spellings are one key", "/etc/sysctl.d/10-a.conf\n vm/swappiness = 10\n vm.swappiness = 20", Swap, "20 @/etc/sysctl.d/10-a.conf:2"),
        ("a dot first: slashes are dots", "/etc/sysctl.d/10-a.conf\n net.ipv4.conf.eth0/100.forwarding = 1", Vlan, "1 @/etc/sysctl.d/10-a.conf:1"),
        ("a slash first: dots are dots", "/etc/sysctl.d/10-a.conf\n net/ipv4/conf/eth0.100/forwarding = 1", Vlan, "1 @/etc/sysctl.d/10-a.conf:1"),
        ("dots alone never name that interface", "/etc/sysctl.d/10-a.conf\n net.ipv4.conf.eth0.100.forwarding = 1", Vlan, ""),
        ("a minus lets it fail, and sets it", "/etc/sysctl.d/10-a.conf\n -vm.swappiness = 10", Swap, "10 @/etc/sysctl.d/10-a.conf:1"),
        ("a minus with a blank", "/etc/sysctl.d/10-a.conf\n - vm.swappiness = 10", Swap, "10 @/etc/sysctl.d/10-a.conf:1"),
        ("a pattern", "/etc/sysctl.d/10-a.conf\n net.ipv4.conf.*.forwarding = 1", Forwarding, "1 @/etc/sysctl.d/10-a.conf:1"),
        ("a pattern with a question mark", "/etc/sysctl.d/10-a.conf\n net.ipv4.conf.eth?.forwarding = 1", Forwarding, "1 @/etc/sysctl.d/10-a.conf:1"),
        ("a pattern with a set", "/etc/sysctl.d/10-a.conf\n net.ipv4.conf.eth[0-3].forwarding = 1", Forwarding, "1 @/etc/sysctl.d/10-a.conf:1"),
        ("a pattern with a set that leaves it out", "/etc/sysctl.d/10-a.conf\n net.ipv4.conf.eth[!0].forwarding = 1", Forwarding, ""),
        ("a star is one level only", "/etc/sysctl.d/10-a.conf\n net.*.forwarding = 1", Forwarding, ""),
        ("the later of two patterns", "/etc/sysctl.d/10-a.conf\n net.ipv4.conf.*.forwarding = 1\n net.ipv4.conf.eth*.forwarding = 0", Forwarding, "0 @/etc/sysctl.d/10-a.conf:2"),
        ("a name beats a later pattern", "/etc/sysctl.d/10-a.conf\n net.ipv4.conf.eth0.forwarding = 0\n net.ipv4.conf.*.forwarding = 1", Forwarding, "0 @/etc/sysctl.d/10-a.conf:1"),
        ("a name beats a pattern of a later file", "/etc/sysctl.d/10-a.conf\n net.ipv4.conf.eth0.forwarding = 0\n/etc/sysctl.d/99-b.conf\n net.ipv4.conf.*.forwarding = 1", Forwarding, "0 @/etc/sysctl.d/10-a.conf:1"),
        ("an exclusion keeps it out of a pattern", "/etc/sysctl.d/10-a.conf\n net.ipv4.conf.*.forwarding = 1\n -net.ipv4.conf.eth0.forwarding", Forwarding, ""),
        ("an exclusion before the pattern", "/etc/sysctl.d/10-a.conf\n -net.ipv4.conf.eth0.forwarding\n net.ipv4.conf.*.forwarding = 1", Forwarding, ""),
        ("an exclusion of another interface", "/etc/sysctl.d/10-a.conf\n net.ipv4.conf.*.forwarding = 1\n -net.ipv4.conf.eth1.forwarding", Forwarding, "1 @/etc/sysctl.d/10-a.conf:1"),
        ("an exclusion ends an earlier assignment", "/etc/sysctl.d/10-a.conf\n vm.swappiness = 10\n -vm.swappiness", Swap, ""),
        ("an assignment ends an earlier exclusion", "/etc/sysctl.d/10-a.conf\n -vm.swappiness\n vm.swappiness = 10", Swap, "10 @/etc/sysctl.d/10-a.conf:2"),
        ("the same value again keeps a pattern's place", "/etc/sysctl.d/10-a.conf\n net.ipv4.conf.*.forwarding = 1\n net.ipv4.conf.e*.forwarding = 0\n net.ipv4.conf.*.forwarding = 1", Forwarding, "0 @/etc/sysctl.d/10-a.conf:2"),
        ("another value moves a pattern to the end", "/etc/sysctl.d/10-a.conf\n net.ipv4.conf.*.forwarding = 2\n net.ipv4.conf.e*.forwarding = 0\n net.ipv4.conf.*.forwarding = 1", Forwarding, "1 @/etc/sysctl.d/10-a.conf:3"),
        ("sysctl.conf without a link is read last", "/etc/sysctl.conf\n vm.swappiness = 7\n/etc/sysctl.d/99-z.conf\n vm.swappiness = 99", Swap, "7 @/etc/sysctl.conf:1"),
        ("sysctl.conf with its link has the link's place", "/etc/sysctl.conf\n vm.swappiness = 7\n/etc/sysctl.d/99-sysctl.conf\n vm.swappiness = 7\n/etc/sysctl.d/99-z.conf\n vm.swappiness = 99", Swap, "99 @/etc/sysctl.d/99-z.conf:1"),
        ("carriage returns are blanks", "/etc/sysctl.d/10-a.conf\n vm.swappiness = 10\r", Swap, "10 @/etc/sysctl.d/10-a.conf:1"),
    ];

    public static TheoryData<string> Cases => [.. Table.Select(row => row.What)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Finds_the_assignment_that_counts(string what)
    {
        var (_, files, key, expected) = Table.Single(row => row.What == what);
        var winner = SysctlConfiguration.Read(HostFiles.Parse(files)).Winner(key);
        Assert.Equal(expected, winner is null ? "" : $"{winner.Value} @/{winner.Path}:{winner.Line}");
    }

    [Fact]
    public void The_table_is_long_enough_and_has_no_name_twice()
    {
        Assert.True(Table.Length >= 50, $"{Table.Length} cases");
        Assert.Equal(Table.Length, Table.Select(row => row.What).Distinct().Count());
    }
}
