namespace Kernward.Tests.Knowledge;

/// <summary>A host of two CPUs and 4 GB on a quiet working day, and for each detector what it is there to see.</summary>
internal static class Scenes
{
    public const string Healthy =
        """
        system.cpu.count 2; system.cpu.time.busy +0.6; system.cpu.time.steal +0.01; system.cpu.time.softirq +0.02
        system.cpu.time.interrupt +0.005; system.cpu.time.system +0.15; system.cpu.interrupts +800; system.cpu.context_switches +3000
        system.cpu.load_average.1m 0.7; system.processes.uninterruptible 0; system.threads.count 400; system.processes.pid_max 32768
        system.processes.threads_max 30000; system.processes.hung 0; system.kernel.tainted 0; system.clocksource.fast 1
        system.entropy.available 256; system.entropy.pool_size 256
        pressure.cpu.some.avg10 3; pressure.cpu.some.avg60 2; pressure.cpu.some.time +0.03; pressure.memory.some.time +0; pressure.memory.some.avg10 0
        pressure.memory.full.time +0; pressure.io.some.time +0.02; pressure.io.some.avg10 1
        system.memory.total 4e9; system.memory.free 1.2e9; system.memory.available 2.8e9; system.memory.shared 5e7
        system.memory.slab_reclaimable 2e8; system.memory.slab_unreclaimable 6e7; system.memory.dirty 2e6; system.memory.writeback 0
        system.memory.dirty_threshold 5.6e8; system.memory.hardware_corrupted 0; system.memory.map_count 80000
        system.memory.map_count_max 65530; system.memory.page_size 4096; system.memory.errors.corrected 3; system.memory.errors.uncorrected 0
        system.swap.total 2e9; system.swap.used 1e8; system.numa.nodes 1; zfs.arc.size 3e8
        memory.vmstat.allocstall +0; memory.vmstat.compact_stall +0; memory.vmstat.oom_kill 2; memory.vmstat.pswpin +0; memory.vmstat.pswpout +0
        memory.vmstat.pgmajfault +3; memory.vmstat.nr_written +50; memory.vmstat.pgpgin +400; memory.vmstat.pgpgout +800
        memory.vmstat.numa_miss +0; memory.vmstat.numa_hit +20000
        disk.operations.total@vda +40; disk.operation_time.total@vda +0.08; disk.io_time@vda +0.05; disk.weighted_io_time@vda +0.08
        disk.io.read@vda +4e5; disk.io.write@vda +8e5; disk.operations.flush@vda +5; disk.operation_time.flush@vda +0.02; disk.raid.degraded@md0 0
        system.filesystem.utilization@/srv 0.55; system.filesystem.available@/srv 2e10; system.filesystem.read_only@/srv 0
        system.filesystem.inodes.utilization@/srv 0.1
        system.filesystem.utilization@/snap/core 1; system.filesystem.available@/snap/core 0; system.filesystem.read_only@/snap/core 1
        system.filesystem.inodes.utilization@/snap/core 1
        network.interface.receive.packets@eth0 +2000; network.interface.receive.dropped@eth0 +0; network.interface.receive.errors@eth0 +0
        network.interface.receive.fifo@eth0 +0; network.interface.carrier_changes@eth0 2
        network.tcp.listen_overflows +0; network.tcp.somaxconn 4096; network.tcp.syncookies.sent +0; network.tcp.request_queue_full.drops +0
        network.tcp.sent_segments +2000; network.tcp.retransmitted_segments +1; network.tcp.fast_retransmits +0.2
        network.tcp.memory.usage 300; network.tcp.memory.pressure 60000; network.tcp.memory.max 90000
        network.tcp.sockets.orphan 2; network.tcp.sockets.orphan_max 16384; network.tcp.sockets.time_wait 2000; network.tcp.time_wait_overflows +0
        network.ip.local_ports 28232; network.tcp.connections.busiest_peer 60; network.tcp.connections.close_wait 1; network.tcp.connections.established 80
        network.udp.receive_buffer_errors +0; network.udp.memory_errors +0; network.softnet.dropped +0; network.softnet.time_squeeze +0
        network.softnet.processed +2500; network.ip.reverse_path_filtered +0; network.nfs.retransmissions +0
        network.neighbor.ipv4.entries 6; network.neighbor.ipv4.max 1024; network.neighbor.ipv4.table_fulls 0
        network.neighbor.ipv6.entries 4; network.neighbor.ipv6.max 1024; network.neighbor.ipv6.table_fulls 0
        network.conntrack.count 300; network.conntrack.max 65536
        system.files.allocated 2000; system.files.max 400000; system.aio.count 0; system.aio.max 65536
        system.semaphores.sets 0; system.semaphores.sets_max 32000
        system.processes.running 1; system.processes.created +8; network.tcp.passive_opens +5; network.tcp.active_opens +5
        network.tcp.attempt_fails +0; network.tcp.timeouts +0.1; network.tcp.lost_retransmits +0; network.tcp.syn_backlog_max 1024
        network.tcp.accept_queue.utilization 0.01; network.tcp.connections.syn_sent 0
        network.udp.sent_datagrams +12; network.udp.received_datagrams +12; network.udp.no_ports +0.05
        system.memory.anonymous 1e9; system.memory.anonymous_huge 1e8; memory.vmstat.thp_fault_alloc +2; memory.vmstat.workingset_refault_file +5
        disk.rotational@vda 0; disk.scheduler.none@vda 1; disk.read_ahead@vda 131072; disk.operations.read@vda +15; disk.merged.read@vda +2
        btrfs.allocated.utilization@vdb 0.6; btrfs.metadata.utilization@vdb 0.5
        system.filesystem.limit@/srv 5e10; system.filesystem.free@/srv 2.25e10; system.filesystem.limit@/snap/core 1e8; system.filesystem.free@/snap/core 0
        cgroup.dying_descendants@/ 40; cgroup.cpu.usage.user@/system.slice/web.service +0.2; cgroup.cpu.usage.user@/system.slice/batch.service +0.06
        cgroup.memory.utilization@/system.slice/web.service 0.5; process.memory.rss@77 1e8; process.memory.rss@1234 3e8
        cgroup.cpu.weight@/system.slice/web.service 100; cgroup.cpu.weight@/system.slice/batch.service 100; system.cpu.time.nice +0.05
        disk.operations.discard@vda +0; network.tcp.spurious_rtos +0; system.cpu.softirqs +1000; system.cpu.softirqs.net_rx +500; system.uptime 90000
        network.interface.receive.bytes@eth0 +2e6; memory.vmstat.drop_pagecache +0; system.cpu.load_average.5m 0.6
        hw.gpu.lost@gpu0 0; hw.gpu.memory.utilization@gpu0 0.6; hw.gpu.utilization@gpu0 0.8; hw.gpu.processes@gpu0 1
        hw.gpu.power@gpu0 300; hw.gpu.power.limit@gpu0 400; hw.gpu.memory.activity@gpu0 0.4; hw.pcie.link.speed@gpu0 16
        hw.pcie.link.speed.max@gpu0 16
        cpu.time.softirq@cpu0 +0.01; cpu.time.busy@cpu0 +0.3; cpu.frequency.current@cpu0 2.4e9; cpu.frequency.max@cpu0 3e9; cpu.thermal_throttles@cpu0 5
        cgroup.processes@/system.slice 0; cgroup.cpu.usage@/system.slice +0.4; cgroup.memory.usage@/system.slice 9e8
        cgroup.processes@/system.slice/web.service 4; cgroup.cpu.usage@/system.slice/web.service +0.3; cgroup.cpu.run_delay@/system.slice/web.service +0.01
        cgroup.cpu.periods@/system.slice/web.service +10; cgroup.cpu.throttled_periods@/system.slice/web.service +0
        cgroup.memory.usage@/system.slice/web.service 5e8; cgroup.memory.anonymous@/system.slice/web.service 3e8; cgroup.memory.limit@/system.slice/web.service 1e9
        cgroup.memory.refaults@/system.slice/web.service +0; cgroup.memory.oom_kills@/system.slice/web.service 1; cgroup.memory.limit_events@/system.slice/web.service +0
        cgroup.pids.current@/system.slice/web.service 40; cgroup.pids.max@/system.slice/web.service 2000; cgroup.pids.limit_events@/system.slice/web.service 0
        cgroup.io.read_bytes@/system.slice/web.service +2e5; cgroup.io.write_bytes@/system.slice/web.service +1e5
        cgroup.io.read_operations@/system.slice/web.service +10; cgroup.io.write_operations@/system.slice/web.service +5; cgroup.pressure.io.some.time@/system.slice/web.service +0.01
        cgroup.processes@/system.slice/batch.service 1; cgroup.cpu.usage@/system.slice/batch.service +0.1; cgroup.memory.usage@/system.slice/batch.service 4e8
        cgroup.memory.anonymous@/system.slice/batch.service 3e8
        cgroup.io.read_bytes@/system.slice/batch.service +2e5; cgroup.io.write_bytes@/system.slice/batch.service +7e5
        cgroup.io.read_operations@/system.slice/batch.service +10; cgroup.io.write_operations@/system.slice/batch.service +15
        hw.gpu.xid.application@gpu0 0; hw.gpu.xid.contained@gpu0 0; hw.gpu.xid.fell_off_bus@gpu0 0; hw.gpu.xid.gsp@gpu0 0; hw.gpu.xid.nvlink@gpu0 0
        hw.gpu.xid.remap@gpu0 0; hw.gpu.xid.remap_failed@gpu0 0; hw.gpu.xid.uncontained@gpu0 0; hw.gpu.throttle.thermal@gpu0 0
        hw.gpu.throttle.hardware@gpu0 0; hw.pcie.link.width@gpu0 16; hw.pcie.link.width.max@gpu0 16
        kernel.event_age@io-error 9e5; kernel.event_age@rcu-stall 9e5; disk.errors@vda +0; disk.controller.live@nvme0 1
        system.filesystem.deleted_open 2e6; system.clock.synchronized 1; system.clock.max_error 0.02; system.clock.offset 0.0002
        system.cpu.interrupts.busiest_share 0.5
        process.cpu.time@77 +0.01; process.realtime_priority@77 50; process.cpu.time@1234 +0.99; process.open_files@1234 300; process.open_files_limit@1234 1024
        """;

    private const string Web = "@/system.slice/web.service";
    private const string Batch = "@/system.slice/batch.service";
    private const string Hog = $"cgroup.memory.anonymous{Batch} 2.4e9; cgroup.memory.usage{Batch} 2.6e9; ";

    /// <summary>By detector: what differs from a healthy host.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["service-spins-while-clients-wait"] = $"cgroup.cpu.usage{Batch} +1; cgroup.cpu.usage.user{Batch} +0.98; network.tcp.accept_queue.utilization 0.9",
        ["work-starts-in-waves"] = "window 120; system.processes.running 1,1,40,1",
        ["memory-grows-steadily"] = "window 900; process.memory.rss@1234 3e8..7e8",
        ["huge-pages-cost-forks"] = "window 12; system.memory.anonymous 3e9..3.2e9; system.memory.anonymous_huge 2e9; memory.vmstat.thp_fault_alloc +400; "
            + "system.cpu.time.busy +1; system.cpu.time.system +0.6",
        ["swapping-beside-free-memory"] = "memory.vmstat.pswpout +2000; system.numa.nodes 2",
        ["deleted-groups-hold-memory"] = "cgroup.dying_descendants@/ 9000; system.memory.slab_unreclaimable 4e8",
        ["scheduler-unfit-for-disk"] = "disk.rotational@vda 1; disk.io_time@vda +0.99; disk.operations.total@vda +120; disk.operation_time.total@vda +4",
        ["read-ahead-wasted"] = "disk.read_ahead@vda 4194304; disk.io_time@vda +1; disk.operations.read@vda +400; disk.io.read@vda +2e8; "
            + "memory.vmstat.workingset_refault_file +20000",
        ["only-reserved-blocks-left"] = "system.filesystem.available@/srv 0; system.filesystem.free@/srv 2.5e9; system.filesystem.utilization@/srv 1",
        ["btrfs-metadata-full"] = "btrfs.allocated.utilization@vdb 1; btrfs.metadata.utilization@vdb 0.98",
        ["mtu-black-hole"] = "window 15; network.tcp.timeouts +6; network.tcp.retransmitted_segments +12; network.tcp.sent_segments +200; network.tcp.fast_retransmits +0",
        ["resolver-answers-missing"] = "window 15; network.udp.received_datagrams +2; network.udp.no_ports +3",
        ["retry-storm"] = "network.tcp.active_opens +400; network.tcp.attempt_fails +390",
        ["kernel-oops"] = "system.kernel.tainted 128",
        ["unit-starts-again-and-again"] = $"window 40; cgroup.cpu.usage{Web} 0.4~0.1",
        ["tunables-flip"] = "network.tcp.somaxconn 4096~8192",
        ["gpu-lost"] = "hw.gpu.lost@gpu0 1",
        ["gpu-memory-held-by-nobody"] = "hw.gpu.utilization@gpu0 0; hw.gpu.processes@gpu0 0",
        ["gpu-waits-for-data"] = "window 20; hw.gpu.utilization@gpu0 1~0.1; pressure.io.some.avg10 40",
        ["gpu-link-slow"] = "hw.pcie.link.speed@gpu0 2.5",
        ["gpu-work-waits-for-cpu"] = $"cgroup.cpu.run_delay{Web} +0.2; cgroup.cpu.usage{Web} +0.8; cgroup.cpu.usage{Batch} +0.3",
        ["collective-hangs"] = "window 40; hw.gpu.utilization@gpu0 1; hw.gpu.power@gpu0 120; hw.gpu.memory.activity@gpu0 0",
        ["checkpoint-stalls-gpus"] = "window 12; hw.gpu.utilization@gpu0 0.95>0; memory.vmstat.pgpgout +400000; pressure.io.some.avg10 60",
        ["io-errors-logged"] = "kernel.event_age@io-error 40",
        ["disk-errors"] = "disk.errors@vda 2>5",
        ["nvme-controller-down"] = "disk.controller.live@nvme0 0",
        ["deleted-files-hold-space"] = "system.filesystem.deleted_open 2e10; system.filesystem.utilization@/srv 0.95",
        ["rcu-stall"] = "kernel.event_age@rcu-stall 40",
        ["clock-unsynchronized"] = "system.clock.synchronized 0; system.clock.max_error 16",
        ["clock-far-off"] = "system.clock.offset 0.4",
        ["interrupts-beside-gpu-work"] = "system.cpu.count 8; system.cpu.interrupts.busiest_share 0.97; system.cpu.interrupts +60000",
        ["accept-queue-overflow"] = "network.tcp.listen_overflows +40; network.tcp.somaxconn 16",
        ["accept-queue-full-in-service"] = "network.tcp.listen_overflows +40",
        ["syn-queue-overflow"] = "network.tcp.syncookies.sent +30",
        ["syn-queue-drops"] = "network.tcp.request_queue_full.drops +30",
        ["conntrack-nearly-full"] = "network.conntrack.count 196; network.conntrack.max 200",
        ["ephemeral-ports-low"] = "network.tcp.connections.busiest_peer 199; network.ip.local_ports 200",
        ["ephemeral-range-small"] = "network.tcp.sockets.time_wait 190; network.ip.local_ports 200; network.tcp.connections.busiest_peer -",
        ["time-wait-overflow"] = "network.tcp.time_wait_overflows +20",
        ["tcp-memory-exhausted"] = "network.tcp.memory.usage 89000",
        ["tcp-memory-pressure"] = "network.tcp.memory.usage 70000",
        ["orphaned-sockets"] = "network.tcp.sockets.orphan 15000",
        ["close-wait-leak"] = "network.tcp.connections.close_wait 1500; network.tcp.connections.established 90",
        ["udp-receive-buffer-errors"] = "network.udp.receive_buffer_errors +400",
        ["udp-memory-exhausted"] = "network.udp.memory_errors +12",
        ["softnet-drops"] = "network.softnet.dropped +90",
        ["softnet-squeeze"] = "network.softnet.time_squeeze +60; network.softnet.processed +300000",
        ["ring-overruns"] = "network.interface.receive.fifo@eth0 +25",
        ["interface-receive-drops"] = "network.interface.receive.dropped@eth0 +120",
        ["link-errors"] = "network.interface.receive.errors@eth0 +15",
        ["link-flapping"] = "network.interface.carrier_changes@eth0 2>4",
        ["tcp-loss"] = "network.tcp.retransmitted_segments +50; network.tcp.fast_retransmits +40",
        ["reverse-path-drops"] = "network.ip.reverse_path_filtered +60",
        ["neighbour-table-full"] = "network.neighbor.ipv4.entries 64; network.neighbor.ipv4.max 64; network.neighbor.ipv4.table_fulls 0>90",
        ["neighbour-table-ipv6-full"] = "network.neighbor.ipv6.entries 1000",
        ["nfs-retransmissions"] = "network.nfs.retransmissions +2",
        ["cpu-starved-group"] = $"system.cpu.time.busy +2; cgroup.cpu.usage{Batch} +1.9; cgroup.cpu.usage{Web} +0.08; cgroup.cpu.run_delay{Web} +0.9",
        ["cpu-throttled-group"] = $"cgroup.cpu.throttled_periods{Web} +8",
        ["runaway-process"] = $"system.cpu.time.busy +1.99; cgroup.cpu.usage{Batch} +1.9; pressure.cpu.some.avg60 60; system.cpu.load_average.1m 6",
        ["cpu-oversubscribed"] = "system.cpu.time.busy +1.98; pressure.cpu.some.time +0.9; system.cpu.load_average.5m 6",
        ["blocked-tasks"] = "system.processes.uninterruptible 7; system.cpu.load_average.1m 7",
        ["cpu-steal"] = "system.cpu.time.steal +0.5",
        ["softirq-on-one-cpu"] = "cpu.time.softirq@cpu0 +0.95; system.cpu.time.softirq +1",
        ["interrupt-storm"] = "system.cpu.time.interrupt +0.7; system.cpu.interrupts +90000",
        ["powersave-governor"] = "cpu.time.busy@cpu0 +0.99; cpu.frequency.current@cpu0 1.2e9",
        ["thermal-throttling"] = "cpu.thermal_throttles@cpu0 5>30",
        ["context-switch-storm"] = "system.cpu.context_switches +500000; system.cpu.time.busy +1.9; system.cpu.time.system +1.4",
        ["realtime-task-spins"] = "process.cpu.time@77 +0.99",
        ["pid-exhaustion"] = $"cgroup.pids.current{Batch} 27000; system.threads.count 27500",
        ["pid-limit-low"] = "system.processes.pid_max 450",
        ["cgroup-pids-limit"] = $"cgroup.pids.current{Web} 1995",
        ["slow-clocksource"] = "system.clocksource.fast 0",
        ["memory-pressure"] = Hog + "system.memory.available 2e8; pressure.memory.full.time +0.3; pressure.memory.some.time +0.5",
        ["oom-kill"] = "memory.vmstat.oom_kill 2>3; system.memory.available 2e8",
        ["cgroup-oom"] = $"cgroup.memory.oom_kills{Web} 1>2",
        ["cgroup-memory-limit"] = $"cgroup.memory.anonymous{Web} 9.6e8; cgroup.memory.limit_events{Web} +40",
        ["cache-squeezed-group"] = $"cgroup.memory.usage{Batch} 2.6e9; cgroup.memory.refaults{Web} +4000; pressure.memory.some.time +0.4",
        ["direct-reclaim-stalls"] = "memory.vmstat.allocstall +80; pressure.memory.some.time +0.3",
        ["page-cache-high"] = "system.memory.free 2e8",
        ["slab-reclaimable-high"] = "system.memory.slab_reclaimable 1.5e9; pressure.memory.some.time +0.1",
        ["slab-unreclaimable-high"] = "system.memory.slab_unreclaimable 1.3e9",
        ["compaction-stalls"] = "memory.vmstat.compact_stall +50",
        ["numa-misses"] = "memory.vmstat.numa_miss +9000; system.numa.nodes 2",
        ["dirty-stalls"] = "system.memory.dirty 4.2e8; system.memory.writeback 3e7; memory.vmstat.nr_written +3000; pressure.io.some.time +0.9",
        ["swap-thrash"] = Hog + "memory.vmstat.pswpin +3000; memory.vmstat.pswpout +3000; memory.vmstat.pgmajfault +900",
        ["stale-swap"] = "system.swap.used 1.6e9",
        ["shared-memory-high"] = "system.memory.shared 2.6e9; system.memory.available 4e8",
        ["map-count-low"] = "system.memory.map_count 21000; system.memory.map_count_max 20000",
        ["memory-errors-uncorrected"] = "system.memory.errors.uncorrected 1",
        ["memory-errors-corrected"] = "system.memory.errors.corrected 3>9",
        ["memory-page-broken"] = "system.memory.hardware_corrupted 4096",
        ["zfs-cache-high"] = "zfs.arc.size 3e9; pressure.memory.some.time +0.2",
        ["io-noisy-neighbour"] = $"cgroup.pressure.io.some.time{Web} +0.8; pressure.io.some.time +0.95; memory.vmstat.pgpgin +3900; "
            + $"cgroup.io.read_bytes{Batch} +3800000; cgroup.io.read_operations{Batch} +930",
        ["disk-saturated"] = "disk.io_time@vda +1; disk.weighted_io_time@vda +60; disk.operations.total@vda +1000; disk.operation_time.total@vda +60",
        ["disk-slow"] = "disk.io_time@vda +1; disk.operations.total@vda +3; disk.operation_time.total@vda +4; disk.io.read@vda +2e4; disk.io.write@vda +2e4",
        ["raid-degraded"] = "disk.raid.degraded@md0 1",
        ["flush-storm"] = "disk.operations.flush@vda +400; disk.operation_time.flush@vda +8",
        ["filesystem-nearly-full"] = "system.filesystem.utilization@/srv 0.96; system.filesystem.available@/srv 2e9",
        ["inodes-nearly-exhausted"] = "system.filesystem.inodes.utilization@/srv 0.99",
        ["filesystem-turned-read-only"] = "system.filesystem.read_only@/srv 0>1",
        ["process-files-nearly-exhausted"] = "process.open_files@1234 1010",
        ["file-handles-nearly-full"] = "system.files.allocated 395000",
        ["aio-requests-nearly-full"] = "system.aio.count 65000",
        ["semaphores-nearly-full"] = "system.semaphores.sets 120; system.semaphores.sets_max 128",
        ["entropy-starved"] = "system.entropy.available 60; system.entropy.pool_size 4096",
        ["hung-tasks"] = "system.processes.hung 2; system.processes.uninterruptible 3",
        ["soft-lockup"] = "system.kernel.tainted 20481",
        ["gpu-fell-off-bus"] = "hw.gpu.xid.fell_off_bus@gpu0 1",
        ["gpu-memory-error-uncontained"] = "hw.gpu.xid.uncontained@gpu0 1",
        ["gpu-memory-row-set-aside"] = "hw.gpu.xid.remap@gpu0 1",
        ["gpu-memory-row-not-replaced"] = "hw.gpu.xid.remap_failed@gpu0 1",
        ["gpu-memory-error-contained"] = "hw.gpu.xid.contained@gpu0 2",
        ["gpu-program-fault"] = "hw.gpu.xid.application@gpu0 3",
        ["gpu-nvlink-error"] = "hw.gpu.xid.nvlink@gpu0 1",
        ["gpu-processor-hangs"] = "hw.gpu.xid.gsp@gpu0 1",
        ["gpu-throttled-by-heat"] = "hw.gpu.throttle.thermal@gpu0 1",
        ["gpu-throttled-by-board"] = "hw.gpu.throttle.hardware@gpu0 1",
        ["gpu-link-narrow"] = "hw.pcie.link.width@gpu0 8",
        ["healthy-busy"] = "system.cpu.time.busy +1.7; pressure.cpu.some.avg10 8",
        ["disk-busy-and-well"] = "disk.io.read@vda +1e8; disk.operations.total@vda +400; disk.operation_time.total@vda +0.9; disk.weighted_io_time@vda +0.9",
    };
}
