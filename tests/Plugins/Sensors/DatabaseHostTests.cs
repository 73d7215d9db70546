using Kernward.Measurement;
using Kernward.Plugins.Sensors;
using Kernward.Tests.Support;

namespace Kernward.Tests.Plugins.Sensors;

/// <summary>Every sensor over one host made by hand, with cgroup v2, whose every number is known.</summary>
public sealed class DatabaseHostTests
{
    private static readonly MetricSnapshot Snapshot = new Sampler(Fixtures.Host("v2-database"), SensorSet.Create()).Sample();

    [Fact]
    public void Is_read_without_a_failure() => Assert.Empty(Snapshot.Failures);

    [Theory]
    [InlineData("system.cpu.time.user", 10)]
    [InlineData("system.cpu.time.steal", 0.7)]
    [InlineData("system.cpu.time.busy", 14.55)]
    [InlineData("system.cpu.count", 2)]
    [InlineData("system.cpu.softirqs.net_rx", 300)]
    [InlineData("system.cpu.softirqs.timer", 100)]
    [InlineData("system.processes.blocked", 1)]
    [InlineData("system.cpu.load_average.15m", 0.8)]
    [InlineData("system.threads.count", 412)]
    [InlineData("system.uptime", 86400.25)]
    [InlineData("system.clocksource.fast", 1)]
    [InlineData("pressure.io.some.time", 30.5)]
    [InlineData("pressure.memory.full.avg10", 2.5)]
    [InlineData("pressure.irq.full.time", 0.25)]
    [InlineData("system.memory.total", 16384000000)]
    [InlineData("system.memory.used", 6656000000)]
    [InlineData("system.swap.used", 512000000)]
    [InlineData("system.memory.huge_pages.free", 32)]
    [InlineData("system.memory.page_size", 4096)]
    [InlineData("system.memory.dirty_threshold", 1228800000)]
    [InlineData("system.memory.map_count", 48000)]
    [InlineData("system.memory.errors.corrected", 7)]
    [InlineData("system.numa.nodes", 2)]
    [InlineData("memory.vmstat.allocstall", 433)]
    [InlineData("memory.vmstat.oom_kill", 2)]
    [InlineData("zfs.arc.size", 2147483648)]
    [InlineData("network.tcp.listen_overflows", 107)]
    [InlineData("network.tcp.retransmitted_segments", 277)]
    [InlineData("network.tcp.memory_pressure_time", 0.117)]
    [InlineData("network.udp.receive_buffer_errors", 22)]
    [InlineData("network.ip.reassembly_fails", 10)]
    [InlineData("network.softnet.dropped", 3)]
    [InlineData("network.softnet.time_squeeze", 13)]
    [InlineData("network.sockets.used", 217)]
    [InlineData("network.tcp.sockets.in_use", 70)]
    [InlineData("network.tcp.memory.pressure", 200)]
    [InlineData("network.udp.memory.max", 600)]
    [InlineData("network.ip.local_ports", 28232)]
    [InlineData("network.ip.fragments.in_use", 2)]
    [InlineData("network.tcp.connections.established", 2)]
    [InlineData("network.tcp.connections.close_wait", 1)]
    [InlineData("network.tcp.connections.syn_received", 1)]
    [InlineData("network.tcp.connections.busiest_peer", 3)]
    [InlineData("network.tcp.accept_queue.length", 13)]
    [InlineData("network.tcp.accept_queue.limit", 16)]
    [InlineData("network.tcp.listeners", 3)]
    [InlineData("network.conntrack.count", 200)]
    [InlineData("network.conntrack.drops", 16)]
    [InlineData("network.neighbor.ipv4.entries", 64)]
    [InlineData("network.neighbor.ipv6.table_fulls", 16)]
    [InlineData("network.nfs.retransmissions", 12)]
    [InlineData("system.files.allocated", 2000)]
    [InlineData("system.inodes.allocated", 69000)]
    [InlineData("system.semaphores.sets", 2)]
    [InlineData("system.semaphores.sets_max", 32000)]
    [InlineData("system.processes.count", 5)]
    [InlineData("system.processes.zombies", 1)]
    [InlineData("system.processes.uninterruptible", 1)]
    public void Has_this_reading_of_the_host(string metric, double value) => AssertReading(metric, "", value);

    [Theory]
    [InlineData("cpu.time.softirq", "cpu1", 0.1)]
    [InlineData("cpu.softnet.time_squeeze", "cpu1", 10)]
    [InlineData("cpu.frequency.current", "cpu0", 1.8e9)]
    [InlineData("cpu.thermal_throttles", "cpu1", 7)]
    [InlineData("disk.io.read", "sda", 40960000)]
    [InlineData("disk.operation_time.total", "sda", 10)]
    [InlineData("disk.operations.total", "sda", 3000)]
    [InlineData("disk.io_time", "sda", 4)]
    [InlineData("disk.operations.flush", "sda", 30)]
    [InlineData("disk.rotational", "sda", 1)]
    [InlineData("disk.raid.degraded", "md0", 1)]
    [InlineData("disk.read_ahead", "sda", 131072)]
    [InlineData("disk.scheduler.none", "sda", 1)]
    [InlineData("btrfs.allocated.utilization", "sdb", 1)]
    [InlineData("btrfs.metadata.utilization", "sdb", 0.75)]
    [InlineData("network.interface.receive.dropped", "eth0", 2)]
    [InlineData("network.interface.transmit.collisions", "eth0", 9)]
    [InlineData("network.interface.transmit.carrier", "eth0", 10)]
    [InlineData("network.interface.speed", "eth0", 1e10)]
    [InlineData("system.filesystem.available", "/", 1024000)]
    [InlineData("system.filesystem.utilization", "/", 700.0 / 950)]
    [InlineData("system.filesystem.inodes.utilization", "/", 0.8)]
    [InlineData("system.filesystem.read_only", "/mnt/my disk", 1)]
    [InlineData("process.cpu.time", "700", 100)]
    [InlineData("process.memory.rss", "700", 204800000)]
    [InlineData("process.run_delay", "700", 2.5)]
    [InlineData("process.open_files", "700", 3)]
    [InlineData("process.open_files_limit", "700", 1024)]
    [InlineData("process.realtime_priority", "701", 50)]
    [InlineData("process.nice", "702", 19)]
    [InlineData("process.io.write_bytes", "702", 8192)]
    public void Has_this_reading_of_a_part(string metric, string subject, double value) => AssertReading(metric, subject, value);

    [Theory]
    [InlineData("disk.operations.read", "sda1")]
    [InlineData("disk.operations.read", "loop0")]
    [InlineData("network.interface.speed", "lo")]
    [InlineData("system.filesystem.inodes.limit", "/mnt/my disk")]
    [InlineData("process.realtime_priority", "700")]
    [InlineData("process.open_files", "1")]
    [InlineData("process.cpu.time", "33")]
    public void Lacks_what_does_not_apply(string metric, string subject) => Assert.Null(Snapshot.Get(metric, subject));

    [Fact]
    public void Takes_a_process_name_as_it_is_and_leaves_kernel_threads_out()
    {
        Assert.Equal([1, 700, 701, 702, 703], Snapshot.Processes.Select(process => process.Pid));
        var postgres = Snapshot.Processes[1];
        Assert.Equal(("postgres) (evil", 1, 'S', 700L), (postgres.Name, postgres.ParentPid, postgres.State, postgres.StartTicks));
        Assert.Equal("/system.slice/postgresql.service", postgres.Cgroup);
    }

    private static void AssertReading(string metric, string subject, double value)
    {
        var reading = Snapshot.Get(metric, subject);
        Assert.NotNull(reading);
        Assert.Equal(value, reading.Value, value * 1e-9);
    }
}
