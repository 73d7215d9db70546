using Kernward.Measurement;
using Kernward.Plugins.Sensors;
using Kernward.Tests.Support;

namespace Kernward.Tests.Plugins.Sensors;

/// <summary>What counters and devices do over time: they wrap, vanish and come back.</summary>
public sealed class HardwareSensorTests
{
    private const string Package = "sys/class/powercap/intel-rapl:0/";

    [Fact]
    public async Task Energy_goes_on_where_its_counter_starts_again()
    {
        var host = new MemoryHost((Package + "name", "package-0\n"), (Package + "max_energy_range_uj", "10000000\n"), (Package + "energy_uj", "9000000\n"));
        var sampler = new Sampler(host, SensorSet.Create());
        Assert.Equal(9, sampler.Sample().Get("hw.energy", "package-0"));
        await Second(host);
        host[Package + "energy_uj"] = "500000\n";
        Assert.Equal(10.5, sampler.Sample().Get("hw.energy", "package-0")!.Value, 9);
        await Second(host);
        host.Remove(Package + "energy_uj");
        Assert.Null(sampler.Sample().Get("hw.energy", "package-0"));
    }

    [Fact]
    public async Task What_is_read_seldom_is_repeated_between_and_gone_when_it_is_gone()
    {
        var host = new MemoryHost(("sys/block/md0/md/array_state", "active\n"));
        var sampler = new Sampler(host, SensorSet.Create());
        Assert.Equal(1, sampler.Sample().Get("disk.raid.works", "md0"));
        Assert.Null(sampler.Sample().Get("disk.raid.sync_progress", "md0"));
        await Second(host);
        host["sys/block/md0/md/array_state"] = "broken\n";
        Assert.Equal(1, sampler.Sample().Get("disk.raid.works", "md0"));
        await host.WaitAsync(TimeSpan.FromSeconds(10), default);
        Assert.Equal(0, sampler.Sample().Get("disk.raid.works", "md0"));
        host.Remove("sys/block/md0");
        await host.WaitAsync(TimeSpan.FromSeconds(10), default);
        Assert.Null(sampler.Sample().Get("disk.raid.works", "md0"));
    }

    [Fact]
    public async Task Interrupts_are_told_of_the_busiest_lines_and_go_on_being_told()
    {
        var host = new MemoryHost(("proc/interrupts", Interrupts(0)));
        var sampler = new Sampler(host, SensorSet.Create());
        var first = sampler.Sample();
        Assert.Equal(8, first.Subjects("interrupt.count").Count());
        Assert.Contains("39 device39", first.Subjects("interrupt.count"));
        await Second(host);
        host["proc/interrupts"] = Interrupts(1_000_000);
        var second = sampler.Sample();
        Assert.Equal(1_000_000, second.Get("interrupt.count", "10 device10"));
        Assert.NotNull(second.Get("interrupt.count", "39 device39"));
        Assert.Equal(1, second.Get("system.cpu.interrupts.busiest_share"));
        Assert.Null(sampler.Sample().Get("system.cpu.interrupts.busiest_share"));
    }

    [Fact]
    public void Interrupts_after_a_cpu_went_away_are_counted_afresh()
    {
        var host = new MemoryHost(("proc/interrupts", "  CPU0 CPU1\n 1: 5 6 x dev\n"));
        var sampler = new Sampler(host, SensorSet.Create());
        Assert.Equal(6, sampler.Sample().Get("cpu.interrupts", "cpu1"));
        host["proc/interrupts"] = "  CPU0\n 1: 7 x dev\n";
        var snapshot = sampler.Sample();
        Assert.Equal(7, snapshot.Get("cpu.interrupts", "cpu0"));
        Assert.Null(snapshot.Get("cpu.interrupts", "cpu1"));
        Assert.Empty(snapshot.Failures);
    }

    [Fact]
    public void One_numa_node_is_the_host_and_has_no_metrics_of_its_own()
    {
        var host = new MemoryHost(("sys/devices/system/node/node0/meminfo", "Node 0 MemTotal: 5 kB\n"), ("sys/devices/system/node/node0/numastat", "numa_hit 5\n"));
        Assert.Null(new Sampler(host, SensorSet.Create()).Sample().Get("numa.memory.total", "node0"));
    }

    [Fact]
    public void Statistics_of_a_kernel_before_version_15_are_not_guessed_at()
    {
        var host = new MemoryHost(("proc/schedstat", "version 14\ncpu0 1 2 3 4 5 6 7 8 9\n"));
        Assert.Null(new Sampler(host, SensorSet.Create()).Sample().Get("system.cpu.run_delay"));
    }

    [Fact]
    public void Of_a_port_with_several_listeners_the_fullest_is_told()
    {
        var host = new MemoryHost(("cmd/listeners.txt", "family port queue limit\n4 80 1 128\n4 80 100 128\n6 80 0 128\n"));
        var snapshot = new Sampler(host, SensorSet.Create()).Sample();
        Assert.Equal(100, snapshot.Get("network.tcp.listener.length", "tcp4:80"));
        Assert.Equal(0, snapshot.Get("network.tcp.listener.length", "tcp6:80"));
    }

    private static Task Second(MemoryHost host) => host.WaitAsync(TimeSpan.FromSeconds(1), default);

    /// <summary>30 lines, of which the last had most at first, and then the first alone had some more.</summary>
    private static string Interrupts(int more) => "  CPU0 CPU1\n" + string.Concat(Enumerable.Range(10, 30)
        .Select(line => $" {line}: {(line == 10 ? more : line * 10)} 0 IO-APIC {line}-edge device{line}\n"));
}
