using Kernward.Domain;
using Kernward.Policy;
using Kernward.Tests.Support;

namespace Kernward.Tests.BootFiles;

/// <summary>What the guard says of keeping a value over a reboot, on hosts that can and cannot.</summary>
public sealed class BootFileTests
{
    private const string Db = "/system.slice/db.service", UnitFile = "\n/usr/lib/systemd/system/db.service\n [Service]";
    private const string Sysctls = "/etc/sysctl.d/README\n x", Systemd = "/run/systemd/system/x\n x\n/etc/tmpfiles.d/x\n x" + UnitFile;

    private const string OtherForm = "\n/proc/sys/vm/dirty_bytes\n 0";

    private static Objection Rule(FakeKernel kernel, string tunable, string to, string scope = "host", PolicyOptions? policy = null)
    {
        var plan = Some.Plan(kernel).Set(tunable, to, scope, step => step with { Persistence = Persistence.Boot }).Make();
        return Assert.Single(Guard.Rule(new RuleContext(plan, kernel, Some.Tunables, policy ?? new PolicyOptions())).Reasons, reason => reason.Rule == "persistence");
    }

    private static FakeKernel Kernel(string files)
    {
        var kernel = Some.Kernel().WithGroups2();
        foreach (var (path, content) in HostFiles.Read(files)) kernel.With(path, content);
        return kernel;
    }

    /// <summary>Files of the host, the step, and where it is said to be kept.</summary>
    private static readonly (string What, string Files, string Tunable, string To, string Scope, string Path)[] Kept =
    [
        ("a sysctl", Sysctls, "vm.swappiness", "10", "host", "/etc/sysctl.d/90-kernward-vm.swappiness.conf"),
        ("over an earlier file", "/etc/sysctl.d/50-a.conf\n vm.swappiness=1", "vm.swappiness", "10", "host", "/etc/sysctl.d/90-kernward-vm.swappiness.conf"),
        ("over a later pattern", "/etc/sysctl.d/99-a.conf\n vm.swap*=1", "vm.swappiness", "10", "host", "/etc/sysctl.d/90-kernward-vm.swappiness.conf"),
        ("a value that is there already", Sysctls, "vm.swappiness", "60", "host", "/etc/sysctl.d/90-kernward-vm.swappiness.conf"),
        ("over the other form, where that is read earlier", "/etc/sysctl.d/50-a.conf\n vm.dirty_bytes=4096" + OtherForm, "vm.dirty_ratio", "15", "host", "/etc/sysctl.d/90-kernward-vm.dirty_ratio.conf"),
        ("a file of sysfs", Systemd, "mm.thp", "never", "host", "/etc/tmpfiles.d/00-kernward-mm.thp.conf"),
        ("over a later line for the same file", Systemd + "\n/etc/tmpfiles.d/thp.conf\n w /sys/kernel/mm/thp/enabled - - - - always", "mm.thp", "never", "host", "/etc/tmpfiles.d/00-kernward-mm.thp.conf"),
        ("over an earlier pattern for the same file", Systemd + "\n/etc/tmpfiles.d/00-a.conf\n w /sys/kernel/mm/*/enabled - - - - always", "mm.thp", "never", "host", "/etc/tmpfiles.d/00-kernward-mm.thp.conf"),
        ("a unit's weight", Systemd, "cgroup.cpu.weight", "300", Db, "/etc/systemd/system/db.service.d/90-kernward-cgroup.cpu.weight.conf"),
        ("a unit's quota", Systemd, "cgroup.cpu.max", "1.5", Db, "/etc/systemd/system/db.service.d/90-kernward-cgroup.cpu.max.conf"),
        ("over a unit's own file", Systemd + "\n CPUWeight=5", "cgroup.cpu.weight", "300", Db, "/etc/systemd/system/db.service.d/90-kernward-cgroup.cpu.weight.conf"),
        ("a slice without a file", Systemd + "\n/sys/fs/cgroup/web.slice/cpu.weight\n 100", "cgroup.cpu.weight", "300", "/web.slice", "/etc/systemd/system/web.slice.d/90-kernward-cgroup.cpu.weight.conf"),
    ];

    /// <summary>Files of the host, the step, and why it cannot be kept.</summary>
    private static readonly (string What, string Files, string Tunable, string To, string Scope, string Reason)[] Refused =
    [
        ("no sysctl.d", Systemd, "vm.swappiness", "10", "host", "this host has no /etc/sysctl.d"),
        ("a later file", "/etc/sysctl.d/99-db.conf\n vm.swappiness=1", "vm.swappiness", "10", "host",
            "/etc/sysctl.d/99-db.conf:1 sets vm.swappiness to 1 at boot and is read later; change it there"),
        ("a later file of a package", Sysctls + "\n/usr/lib/sysctl.d/99-x.conf\n vm/swappiness=1", "vm.swappiness", "10", "host", "/usr/lib/sysctl.d/99-x.conf:1 sets"),
        ("sysctl.conf, which is read last", Sysctls + "\n/etc/sysctl.conf\n vm.swappiness=1", "vm.swappiness", "10", "host", "/etc/sysctl.conf:1 sets"),
        ("a later exclusion", "/etc/sysctl.d/99-db.conf\n -vm.swappiness", "vm.swappiness", "10", "host", "/etc/sysctl.d/99-db.conf:1 keeps vm.swappiness from being set"),
        ("the other form, later", "/etc/sysctl.d/99-db.conf\n vm.dirty_bytes=4096" + OtherForm, "vm.dirty_ratio", "15", "host", "/etc/sysctl.d/99-db.conf:1 sets vm.dirty_bytes later at boot"),
        ("somebody else's file of our name", "/etc/sysctl.d/90-kernward-vm.swappiness.conf\n vm.swappiness=1", "vm.swappiness", "10", "host", "is not as Kernward made it"),
        ("a file of our name that is empty but for a comment", "/etc/sysctl.d/90-kernward-vm.swappiness.conf\n # mine", "vm.swappiness", "10", "host", "is not as Kernward made it"),
        ("no systemd", "/etc/tmpfiles.d/x\n x", "mm.thp", "never", "host", "does not run systemd"),
        ("an earlier line for the same file", Systemd + "\n/etc/tmpfiles.d/00-a.conf\n w /sys/kernel/mm/thp/enabled - - - - always", "mm.thp", "never", "host", "00-a.conf:1 sets mm.thp to always at boot and counts more"),
        ("a later pattern for the same file", Systemd + "\n/usr/lib/tmpfiles.d/z.conf\n w /sys/kernel/mm/*/enabled - - - - always", "mm.thp", "never", "host", "z.conf:1 sets mm.thp"),
        ("a line that appends", Systemd + "\n/etc/tmpfiles.d/z.conf\n w+ /sys/kernel/mm/thp/enabled - - - - always", "mm.thp", "never", "host", "z.conf:1 sets mm.thp"),
        ("a group without systemd", UnitFile[1..], "cgroup.cpu.weight", "300", Db, "nothing else makes control groups again"),
        ("a group of no unit", Systemd + "\n/sys/fs/cgroup/mine/cpu.weight\n 100", "cgroup.cpu.weight", "300", "/mine", "is not the group of a systemd unit"),
        ("a group below a unit", Systemd + "\n/sys/fs/cgroup/system.slice/db.service/w/cpu.weight\n 100", "cgroup.cpu.weight", "300", Db + "/w", "is not the group of a systemd unit"),
        ("a unit without a file", Systemd, "cgroup.cpu.weight", "300", "/system.slice/backup.service", "backup.service has no unit file: it is gone after a reboot"),
        ("a unit of a user's systemd", Systemd + "\n/sys/fs/cgroup/user.slice/user@1.service/app.slice/cpu.weight\n 100", "cgroup.cpu.weight", "300", "/user.slice/user@1.service/app.slice", "belongs to a user's own systemd"),
        ("what systemd has no property for", Systemd, "cgroup.freeze", "1", Db, "systemd has no property for cgroup.freeze"),
        ("a later drop-in for all services", Systemd + "\n/usr/lib/systemd/system/service.d/99-a.conf\n [Service]\n CPUWeight=5", "cgroup.cpu.weight", "300", Db, "service.d/99-a.conf:2 sets CPUWeight of db.service to 5"),
        ("a later drop-in", Systemd + "\n/etc/systemd/system/db.service.d/99-a.conf\n [Service]\n CPUWeight=5", "cgroup.cpu.weight", "300", Db, "99-a.conf:2 sets CPUWeight of db.service to 5 and is read later"),
    ];

    public static TheoryData<string> KeptCases => [.. Kept.Select(row => row.What)];

    public static TheoryData<string> RefusedCases => [.. Refused.Select(row => row.What)];

    [Theory]
    [MemberData(nameof(KeptCases))]
    public void Says_before_the_approval_where_it_is_kept(string what)
    {
        var (_, files, tunable, to, scope, path) = Kept.Single(row => row.What == what);
        var told = Rule(Kernel(files), tunable, to, scope);
        Assert.Equal((Decision.Ask, $"{tunable} will survive a reboot: {path} sets it at boot"), (told.Effect, told.Text));
    }

    [Theory]
    [MemberData(nameof(RefusedCases))]
    public void Refuses_to_promise_what_the_host_will_not_do(string what)
    {
        var (_, files, tunable, to, scope, reason) = Refused.Single(row => row.What == what);
        var refused = Rule(Kernel(files), tunable, to, scope);
        Assert.Equal(Decision.Deny, refused.Effect);
        Assert.Contains(reason, refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Writes_nothing_for_boot_within_a_blast_radius() => Assert.Contains("outside /demo (reach)",
        Rule(Kernel(Sysctls), "net.core.somaxconn", "256", policy: new PolicyOptions { Reach = "/demo" }).Text, StringComparison.Ordinal);
}
