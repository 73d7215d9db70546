using Kernward.Knowledge;
using Kernward.Owners;
using Kernward.Plugins;
using Kernward.Tests.Support;

namespace Kernward.Tests.Owners;

/// <summary>The shipped knowledge on owners, on hosts that have them.</summary>
public sealed class OwnerFinderTests
{
    private static readonly KnowledgeBase Known = PluginKnowledge.Load();

    private const string Profile =
        """
        /etc/tuned/active_profile
         my-db
        /etc/tuned/my-db/tuned.conf
         [main]
         include=base
         [sysctl]
         vm.swappiness=5
         [disk]
         devices=sd*,!sdb
         readahead=>4096
        /usr/lib/tuned/base/tuned.conf
         [sysctl]
         vm.swappiness=30
         vm.dirty_ratio = 40
         [vm]
         transparent_hugepages=never
         [sysfs]
         /sys/kernel/mm/ksm/run=0
        /usr/lib/tuned/my-db/tuned.conf
         [sysctl]
         vm.swappiness=99
        """;

    private const string Running = "\n/proc/77/stat\n 77 (tuned) S 1\n/proc/77/status\n Name:\ttuned\n Uid:\t0\t0\t0\t0";

    /// <summary>What, files of the host, tunable, scope, and part of what is said; empty where nobody is to be found.</summary>
    private static readonly (string What, string Files, string Tunable, string Scope, string Said)[] Table =
    [
        ("nobody", "/etc/hostname\n db", "vm.swappiness", "host", ""),
        ("sysctl.d", "/etc/sysctl.d/99-db.conf\n #\n vm.swappiness=1", "vm.swappiness", "host", "sysctl.d|/etc/sysctl.d/99-db.conf:2 sets 1 at boot"),
        ("sysctl.conf that no link leads to", "/etc/sysctl.conf\n vm.swappiness=1", "vm.swappiness", "host", "sysctl.d|/etc/sysctl.conf:1 would set 1 at boot"),
        ("a file of ours is nobody", "/etc/sysctl.d/90-kernward-vm.swappiness.conf\n vm.swappiness=1", "vm.swappiness", "host", ""),
        ("a profile that is included is overridden", Profile + Running, "vm.swappiness", "host",
            "tuned|TuneD profile my-db (/etc/tuned/my-db/tuned.conf:4) sets 5 whenever TuneD applies it"),
        ("a profile that is included", Profile + Running, "vm.dirty_ratio", "host", "tuned|/usr/lib/tuned/base/tuned.conf:3) sets 40"),
        ("an option of a plugin", Profile + Running, "mm.transparent_hugepage.enabled", "host", "tuned|base/tuned.conf:5) sets never"),
        ("a path of sysfs", Profile + Running, "mm.ksm.run", "host", "tuned|sets 0"),
        ("a device that is meant", Profile + Running, "block.queue.read_ahead_kb", "sda", "tuned|sets >4096"),
        ("a device that is left out", Profile + Running, "block.queue.read_ahead_kb", "sdb", ""),
        ("a device that is not meant", Profile + Running, "block.queue.read_ahead_kb", "vda", ""),
        ("TuneD neither runs nor starts at boot", Profile, "vm.swappiness", "host", ""),
        ("TuneD starts at boot", Profile + "\n/etc/systemd/system/multi-user.target.wants/tuned.service\n [Unit]", "vm.swappiness", "host", "tuned|would set 5"),
        ("dynamic TuneD", Profile + Running + "\n/etc/tuned/tuned-main.conf\n dynamic_tuning = 1", "vm.swappiness", "host", "tuned|sets 5 again and again"),
        ("bpftune", "/proc/9/stat\n 9 (bpftune) S 1", "net.ipv4.tcp_rmem", "host", "bpftune|process 9 (bpftune) sets it again and again"),
        ("bpftune of no root", "/proc/9/stat\n 9 (bpftune) S 1\n/proc/9/status\n Uid:\t1000\t1000\t1000\t1000", "net.ipv4.tcp_rmem", "host", ""),
        ("bpftune by its pinned objects", "/sys/fs/bpf/bpftune/x\n 1", "net.ipv4.neigh.default.gc_thresh3", "host", "bpftune|/sys/fs/bpf/bpftune sets it"),
        ("bpftune leaves others alone", "/proc/9/stat\n 9 (bpftune) S 1", "vm.swappiness", "host", ""),
        ("a unit's own file", "/usr/lib/systemd/system/db.service\n [Service]\n CPUWeight=300", "cgroup.cpu.weight", "/system.slice/db.service", "unit|/usr/lib/systemd/system/db.service:2 sets 300"),
        ("the unit file in etc hides the vendor's", "/usr/lib/systemd/system/db.service\n CPUWeight=300\n/etc/systemd/system/db.service\n [Service]", "cgroup.cpu.weight", "/system.slice/db.service", ""),
        ("a drop-in", "/usr/lib/systemd/system/db.service\n MemoryHigh=1G\n/etc/systemd/system/db.service.d/10.conf\n MemoryHigh = 2G", "cgroup.memory.high", "/system.slice/db.service", "unit|/db.service.d/10.conf:1 sets 2G"),
        ("set-property", "/etc/systemd/system.control/db.service.d/50-CPUWeight.conf\n [Service]\n CPUWeight=50", "cgroup.cpu.weight", "/system.slice/db.service", "unit|system.control/db.service.d/50-CPUWeight.conf:2 sets 50"),
        ("an empty assignment takes it back", "/usr/lib/systemd/system/db.service\n CPUQuota=50%\n/etc/systemd/system/db.service.d/10.conf\n CPUQuota=", "cgroup.cpu.max", "/system.slice/db.service", ""),
        ("a template's drop-in", "/etc/systemd/system/pg@.service.d/a.conf\n TasksMax=9", "cgroup.pids.max", "/system.slice/pg@main.service", "unit|pg@.service.d/a.conf:1 sets 9"),
        ("a drop-in for a type", "/etc/systemd/system/service.d/a.conf\n TasksMax=9", "cgroup.pids.max", "/system.slice/db.service", "unit|service.d/a.conf:1 sets 9"),
        ("a group below a unit is its own affair", "/etc/systemd/system/service.d/a.conf\n TasksMax=9", "cgroup.pids.max", "/system.slice/db.service/worker", ""),
        ("a property that begins alike", "/usr/lib/systemd/system/db.service\n CPUWeightX=300", "cgroup.cpu.weight", "/system.slice/db.service", ""),
        ("docker under systemd", "/etc/hostname\n x", "cgroup.cpu.max", "/system.slice/docker-0a1b.scope", "container-runtime|which made docker-0a1b.scope, sets it again and again"),
        ("docker under its own driver", "/etc/hostname\n x", "cgroup.memory.max", "/docker/0a1b", "container-runtime|docker"),
        ("a pod", "/etc/hostname\n x", "cgroup.cpu.weight", "/kubepods.slice/kubepods-burstable.slice", "container-runtime|kubepods"),
        ("the runtime's own service is none", "/etc/hostname\n x", "cgroup.cpu.weight", "/system.slice/docker.service", ""),
        ("numad", "/proc/9/stat\n 9 (numad) S 1", "cgroup.cpuset.cpus", "/system.slice/db.service", "numad|process 9"),
        ("ksmtuned", "/proc/9/stat\n 9 (ksmtuned) S 1", "mm.ksm.run", "host", "ksmtuned|process 9"),
        ("thermald", "/proc/9/stat\n 9 (thermald) S 1", "cpufreq.scaling_max_freq", "cpu0", "thermald|process 9"),
        ("power-profiles-daemon, as the kernel cuts it", "/proc/9/stat\n 9 (power-profiles-) S 1", "cpufreq.scaling_governor", "cpu0", "power-profiles|process 9"),
        ("TLP", "/etc/tlp.conf\n #CPU_SCALING_GOVERNOR_ON_AC=x\n CPU_SCALING_GOVERNOR_ON_BAT=\"powersave\"", "cpufreq.scaling_governor", "cpu0", "tlp|/etc/tlp.conf:2 sets powersave"),
        ("an interface's file", "/etc/network/interfaces\n iface eth0 inet dhcp\n   mtu 9000", "net.mtu", "eth0", "network|/etc/network/interfaces:2 sets 9000"),
        ("systemd-networkd", "/etc/systemd/network/10-eth.network\n [Link]\n MTUBytes=1400", "net.mtu", "eth0", "network|10-eth.network:2 sets 1400"),
        ("udev", "/etc/udev/rules.d/60.rules\n KERNEL==\"sd[a-z]|nvme*\", ATTR{queue/scheduler}=\"mq-deadline\"", "block.queue.scheduler", "sda", "udev|60.rules:1 sets mq-deadline"),
        ("udev, another device", "/etc/udev/rules.d/60.rules\n KERNEL==\"sd[a-z]|nvme*\", ATTR{queue/scheduler}=\"mq-deadline\"", "block.queue.scheduler", "vda", ""),
        ("udev, all devices", "/usr/lib/udev/rules.d/60.rules\n SUBSYSTEM==\"block\", ATTR{queue/scheduler}=\"none\"", "block.queue.scheduler", "vda", "udev|sets none"),
        ("udev that only asks", "/etc/udev/rules.d/60.rules\n ATTR{queue/scheduler}==\"none\", RUN+=\"x\"", "block.queue.scheduler", "vda", ""),
        ("tmpfiles.d", "/etc/tmpfiles.d/thp.conf\n w /sys/kernel/mm/transparent_hugepage/enabled - - - - never", "mm.transparent_hugepage.enabled", "host", "tmpfiles.d|thp.conf:1 sets never"),
        ("tmpfiles.d with a pattern", "/etc/tmpfiles.d/d.conf\n w /sys/block/sd*/queue/scheduler - - - - none", "block.queue.scheduler", "sdc", "tmpfiles.d|d.conf:1 sets none"),
        ("the kernel's command line", "/proc/cmdline\n root=/dev/sda1 transparent_hugepage=never quiet", "mm.transparent_hugepage.enabled", "host", "kernel-command-line|/proc/cmdline:1 sets never at boot"),
        ("a sysctl on the command line", "/proc/cmdline\n sysctl.vm.swappiness=3", "vm.swappiness", "host", "kernel-command-line|sets 3"),
        ("modprobe.d", "/etc/modprobe.d/zfs.conf\n options zfs zfs_txg_timeout=5 zfs_arc_max=1000", "mm.zfs.arc_max", "host", "modprobe.d|zfs.conf:1 sets 1000"),
        ("cloud-init", "/var/lib/cloud/instance/user-data.txt\n #cloud-config\n bootcmd:\n  - sysctl -w vm.swappiness=7", "vm.swappiness", "host", "cloud-init|user-data.txt:3 sets 7"),
    ];

    public static TheoryData<string> Cases => [.. Table.Select(row => row.What)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Finds_who_sets_it(string what)
    {
        var (_, files, tunable, scope, said) = Table.Single(row => row.What == what);
        var found = new OwnerFinder(HostFiles.Parse(files), Known).Find(Known.Tunable(tunable)!, scope);
        if (said.Length == 0)
        {
            Assert.Empty(found);
            return;
        }
        var owner = Assert.Single(found);
        Assert.Equal(said.Split('|')[0], owner.Kind);
        Assert.Contains(said.Split('|')[1], owner.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_owner_is_found_somewhere() =>
        Assert.Equal(Known.Owners.Select(owner => owner.Id).Order(), Table.Select(row => row.Said.Split('|')[0]).Where(kind => kind.Length > 0).Distinct().Order());

    [Fact]
    public void An_include_that_leads_back_to_itself_ends() => Assert.Single(new OwnerFinder(HostFiles.Parse(
        "/etc/tuned/active_profile\n a\n/etc/tuned/a/tuned.conf\n [main]\n include=b\n [sysctl]\n vm.swappiness=1\n/etc/tuned/b/tuned.conf\n [main]\n include=a" + Running), Known)
        .Find(Known.Tunable("vm.swappiness")!, "host"));

    [Fact]
    public void What_a_file_says_cannot_drive_a_terminal() => Assert.DoesNotContain('\e', Assert.Single(new OwnerFinder(
        HostFiles.Parse("/etc/sysctl.d/1.conf\n vm.swappiness=\e[2J"), Known).Find(Known.Tunable("vm.swappiness")!, "host")).ToString());
}
