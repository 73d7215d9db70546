using System.Text;
using Kernward.Measurement;
using Kernward.Plugins;
using Kernward.Plugins.Sensors;
using Kernward.Plugins.Sensors.Kernel;
using Kernward.Tests.Support;

namespace Kernward.Tests.Plugins.Sensors.Kernel;

/// <summary>What a line of the kernel's log is taken for. The lines are as kernels of several versions print them.</summary>
public sealed class KernelEventTests
{
    [Theory]
    [InlineData("oom-kill", "Out of memory: Kill process 2592 (java) score 512 or sacrifice child")]
    [InlineData("oom-kill", "Memory cgroup out of memory: Killed process 9 (x) total-vm:1kB, anon-rss:1kB, file-rss:0kB, shmem-rss:0kB")]
    [InlineData("hung-task", "INFO: task jbd2/sda1-8:312 blocked for more than 120 seconds.")]
    [InlineData("hung-task", "INFO: task cp:99 <writer> blocked for more than 241 seconds.")]
    [InlineData("soft-lockup", "watchdog: BUG: soft lockup - CPU#3 stuck for 26s! [kworker/3:1:77]")]
    [InlineData("soft-lockup", "NMI watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [dd:1]")]
    [InlineData("hard-lockup", "watchdog: Watchdog detected hard LOCKUP on cpu 5")]
    [InlineData("rcu-stall", "rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:")]
    [InlineData("rcu-stall", "rcu: INFO: rcu_sched self-detected stall on CPU")]
    [InlineData("rcu-stall", "rcu: INFO: rcu_sched detected expedited stalls on CPUs/tasks: { 2-... } 21 jiffies s: 77 root: 0x4/.")]
    [InlineData("workqueue-lockup", "BUG: workqueue lockup - pool cpus=1 node=0 flags=0x0 nice=0 stuck for 33s!")]
    [InlineData("kernel-oops", "BUG: kernel NULL pointer dereference, address: 0000000000000008")]
    [InlineData("kernel-oops", "BUG: unable to handle page fault for address: ffffc90000a3c000")]
    [InlineData("kernel-oops", "kernel BUG at mm/slub.c:4118!")]
    [InlineData("kernel-oops", "Unable to handle kernel paging request at virtual address ffff80001234")]
    [InlineData("kernel-warning", "WARNING: CPU: 1 PID: 77 at net/core/dev.c:3210 skb_warn_bad_offload+0x8e/0xa0")]
    [InlineData("allocation-failure", "kworker/0:1: page allocation failure: order:4, mode:0x40dc0(GFP_KERNEL|__GFP_COMP|__GFP_ZERO), nodemask=(null)")]
    [InlineData("segfault", "nginx[4321]: segfault at 10 ip 000055d0c0a0 sp 00007ffe error 4 in nginx[55d0c0000000+1000]")]
    [InlineData("segfault", "traps: python3[77] general protection fault ip:7f12 sp:7ffd error:0 in libc.so.6[7f12+1000]")]
    [InlineData("segfault", "traps: a.out[12] trap invalid opcode ip:401136 sp:7ffe error:0 in a.out[401000+1000]")]
    [InlineData("io-error", "blk_update_request: I/O error, dev sdb, sector 2048 op 0x1:(WRITE) flags 0x0 phys_seg 1 prio class 0")]
    [InlineData("io-error", "critical medium error, dev nvme0n1, sector 77 op 0x0:(READ) flags 0x0 phys_seg 1 prio class 2")]
    [InlineData("io-error", "end_request: I/O error, dev sdc, sector 0")]
    [InlineData("io-error", "sd 2:0:0:0: rejecting I/O to offline device")]
    [InlineData("read-only-remount", "EXT4-fs (sda1): Remounting filesystem read-only")]
    [InlineData("read-only-remount", "BTRFS info (device sdb state E): forced readonly")]
    [InlineData("ext4-error", "EXT4-fs error (device dm-0): ext4_find_entry:1612: inode #2: comm ls: reading directory lblock 0")]
    [InlineData("ext4-error", "Aborting journal on device sda1-8.")]
    [InlineData("xfs-error", "XFS (sdb1): Metadata corruption detected at xfs_agf_read_verify+0x5e/0xa0 [xfs], xfs_agf block 0x1 ")]
    [InlineData("xfs-error", "XFS (dm-3): metadata I/O error in \"xfs_buf_ioend+0x2a\" at daddr 0x20 len 8 error 5")]
    [InlineData("xfs-error", "XFS (sdb1): Filesystem has been shut down due to log error (0x2). Corruption of in-memory data detected.  Shutting down filesystem")]
    [InlineData("btrfs-error", "BTRFS error (device sda2): bdev /dev/sda2 errs: wr 0, rd 1, flush 0, corrupt 0, gen 0")]
    [InlineData("nvme-reset", "nvme nvme0: I/O 5 QID 2 timeout, reset controller")]
    [InlineData("nvme-reset", "nvme nvme1: controller is down; will reset: CSTS=0x3, PCI_STATUS=0x10")]
    [InlineData("nvme-reset", "nvme nvme0: I/O tag 832 (4340) opcode 0x2 (I/O Cmd) QID 12 timeout, aborting req_op:READ(0) size:131072")]
    [InlineData("ata-error", "ata1.00: exception Emask 0x0 SAct 0x4000 SErr 0x0 action 0x6 frozen")]
    [InlineData("raid-failure", "md/raid1:md0: Disk failure on sdb1, disabling device.")]
    [InlineData("machine-check", "mce: [Hardware Error]: CPU 2: Machine Check: 0 Bank 5: be00000000800400")]
    [InlineData("machine-check", "mce: [Hardware Error]: Machine check events logged")]
    [InlineData("machine-check", "{1}[Hardware Error]: event severity: corrected")]
    [InlineData("memory-error-corrected", "EDAC MC0: 1 CE memory read error on CPU_SrcID#0_MC#0_Chan#1_DIMM#0 (channel:1 slot:0 page:0x1)")]
    [InlineData("memory-error-uncorrected", "EDAC MC1: 1 UE memory read error on CPU_SrcID#1 (channel:0)")]
    [InlineData("memory-error-uncorrected", "Memory failure: 0x12345: recovery action for dirty LRU page: Recovered")]
    [InlineData("pcie-error", "pcieport 0000:00:1c.0: PCIe Bus Error: severity=Corrected, type=Physical Layer, (Receiver ID)")]
    [InlineData("thermal-throttling", "CPU0: Core temperature above threshold, cpu clock throttled (total events = 1)")]
    [InlineData("thermal-throttling", "CPU4: Package temperature is above threshold, cpu clock is throttled (total events = 30)")]
    [InlineData("thermal-critical", "thermal thermal_zone0: acpitz: critical temperature reached, shutting down")]
    [InlineData("link-down", "ixgbe 0000:01:00.0 eth2: NIC Link is Down")]
    [InlineData("link-down", "r8169 0000:02:00.0 enp2s0: Link is Down")]
    [InlineData("link-down", "bond0: (slave eth0): link status definitely down, disabling slave")]
    [InlineData("transmit-timeout", "NETDEV WATCHDOG: eth0 (e1000e): transmit queue 0 timed out 5012 ms")]
    [InlineData("conntrack-full", "nf_conntrack: table full, dropping packet")]
    [InlineData("syn-flood", "TCP: request_sock_TCP: Possible SYN flooding on port 0.0.0.0:443. Sending cookies.")]
    [InlineData("neighbor-overflow", "neighbour: arp_cache: neighbor table overflow!")]
    [InlineData("neighbor-overflow", "Neighbour table overflow.")]
    [InlineData("tcp-memory", "TCP: out of memory -- consider tuning tcp_mem")]
    [InlineData("tcp-orphans", "TCP: too many orphaned sockets")]
    [InlineData("file-limit", "VFS: file-max limit 1048576 reached")]
    [InlineData("fork-rejected", "cgroup: fork rejected by pids controller in /system.slice/x.service")]
    [InlineData("duplicate-address", "IPv6: eth0: IPv6 duplicate address fe80::1 used by 02:00:00:00:00:01 detected!")]
    [InlineData("network-loop", "br0: received packet on eth0 with own address as source address (addr:02:00:00:00:00:01, vlan:0)")]
    [InlineData("nfs-timeout", "nfs: server files.example not responding, still trying")]
    [InlineData("clock-unstable", "clocksource: timekeeping watchdog on CPU1: Marking clocksource 'tsc' as unstable because the skew is too large:")]
    [InlineData("audit-lost", "audit: backlog limit exceeded")]
    [InlineData("scsi-timeout", "sd 0:0:1:0: [sdb] tag#12 timing out command, waited 180s")]
    public void A_line_is_taken_for(string kind, string line) => Assert.Equal([(kind, 1L)], Counted(line));

    [Theory]
    [InlineData("ata3: SATA link down (SStatus 0 SControl 300)")]
    [InlineData("WARNING: Spectre v2 mitigation leaves CPU vulnerable")]
    [InlineData("EXT4-fs (sda1): mounted filesystem 12 r/w with ordered data mode. Quota mode: none.")]
    [InlineData("e1000e 0000:00:1f.6 eth0: NIC Link is Up 1000 Mbps Full Duplex, Flow Control: Rx/Tx")]
    [InlineData("oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task=x,pid=1,uid=0")]
    [InlineData("")]
    public void A_line_is_no_event(string line) => Assert.Empty(Counted(line));

    /// <summary>A process chooses 15 bytes of some lines, a device that is plugged in up to 126 of others.</summary>
    [Theory]
    [InlineData("EXT4-fs error ( invoked oom-killer: gfp_mask=0x140cca(GFP_HIGHUSER_MOVABLE), order=0, oom_score_adj=0", null)]
    [InlineData("Out of memory: [3]: segfault at 0 ip 0000 sp 0000 error 14", "segfault")]
    [InlineData("INFO: task a bl: page allocation failure: order:1, mode:0x0()", "allocation-failure")]
    [InlineData("Out of memory: Killed process 7 (]: segfault at ) total-vm:1kB, anon-rss:1kB", "oom-kill")]
    [InlineData("usb 2-1: Product: I/O error, dev sda, sector 1", null)]
    [InlineData("usb 2-1: Manufacturer: watchdog: BUG: soft lockup - CPU#3 stuck", null)]
    public void A_name_that_is_written_like_another_event_does_not_make_it_one(string line, string? kind) =>
        Assert.Equal(kind is null ? [] : [(kind, 1L)], Counted(line));

    [Fact]
    public void Every_class_has_an_example_here()
    {
        var examples = typeof(KernelEventTests).GetMethod(nameof(A_line_is_taken_for))!.GetCustomAttributesData()
            .Where(data => data.AttributeType == typeof(InlineDataAttribute))
            .Select(data => (string)((IReadOnlyCollection<System.Reflection.CustomAttributeTypedArgument>)data.ConstructorArguments[0].Value!).First().Value!);
        Assert.Equal(PluginKnowledge.LoadKernelEvents().Where(kind => kind.Severity != "none").Select(kind => kind.Id).Order(), examples.Distinct().Order());
    }

    [Fact]
    public async Task Lines_are_counted_once_however_often_they_are_read_and_whatever_comes_between()
    {
        var host = new MemoryHost(("proc/uptime", "100.00 1\n"), ("cmd/kernel-log.txt", Log((5, 60, "TCP: too many orphaned sockets"))));
        var sampler = new Sampler(host, SensorSet.Create());
        Assert.Equal(1, sampler.Sample().Get("kernel.events", "tcp-orphans"));
        Assert.Equal(1, sampler.Sample().Get("kernel.events", "tcp-orphans"));

        await host.WaitAsync(TimeSpan.FromSeconds(1), default);
        host["cmd/kernel-log.txt"] = Log((5, 60, "TCP: too many orphaned sockets"), (6, 61, "hello"), (9, 90, "TCP: too many orphaned sockets"));
        var snapshot = sampler.Sample();
        Assert.Equal(2, snapshot.Get("kernel.events", "tcp-orphans"));
        Assert.Equal(10, snapshot.Get("kernel.event_age", "tcp-orphans"));
        Assert.Equal(new KernelEvent("tcp-orphans", 2, TimeSpan.FromSeconds(90), "TCP: too many orphaned sockets"), Assert.Single(snapshot.Events));

        host["cmd/kernel-log.txt"] = Log((12, 99, "TCP: too many orphaned sockets"));
        Assert.Equal(3, sampler.Sample().Get("kernel.events", "tcp-orphans"));
    }

    [Fact]
    public void A_log_that_cannot_be_read_has_no_counts_and_an_empty_one_has_none_of_each()
    {
        Assert.Null(new Sampler(new MemoryHost(), SensorSet.Create()).Sample().Get("kernel.events", "oom-kill"));
        Assert.Equal(0, new Sampler(new MemoryHost(("cmd/kernel-log.txt", Log())), SensorSet.Create()).Sample().Get("kernel.events", "oom-kill"));
    }

    [Theory]
    [InlineData("a*b", "ab", true)]
    [InlineData("a*b", "axxb", true)]
    [InlineData("a*b", "axxbc", false)]
    [InlineData("*b*", "abc", true)]
    [InlineData("a*b*b", "ab", false)]
    [InlineData("ab*ba", "aba", false)]
    [InlineData("abc", "abc", true)]
    [InlineData("abc", "abcd", false)]
    [InlineData("*", "", true)]
    public void A_pattern_is_the_whole_line(string pattern, string line, bool matches) =>
        Assert.Equal(matches, new LinePattern(pattern).Matches(Encoding.UTF8.GetBytes(line)));

    private static string Log(params (int Sequence, int Second, string Text)[] lines) =>
        "priority,sequence,time,flags;text\n" + string.Concat(lines.Select(line => $"4,{line.Sequence},{line.Second}000000,-;{line.Text}\n"));

    private static IEnumerable<(string, long)> Counted(string line)
    {
        var sensor = new Sampler(new MemoryHost(("cmd/kernel-log.txt", Log((1, 1, line)))), SensorSet.Create());
        return sensor.Sample().Events.Select(found => (found.Kind, found.Count));
    }
}
