using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors;

/// <summary>What memory is used for, swap, huge pages, hardware errors. Source: proc_meminfo(5).</summary>
internal sealed class MemorySensor : ISensor
{
    private const double KiB = 1024;

    private readonly KeyedTable _table = new(
        ("MemTotal:", "system.memory.total", KiB), ("MemFree:", "system.memory.free", KiB),
        ("MemAvailable:", "system.memory.available", KiB), ("Buffers:", "system.memory.buffers", KiB),
        ("Cached:", "system.memory.cached", KiB), ("Dirty:", "system.memory.dirty", KiB),
        ("Writeback:", "system.memory.writeback", KiB), ("AnonPages:", "system.memory.anonymous", KiB),
        ("Mapped:", "system.memory.mapped", KiB), ("Shmem:", "system.memory.shared", KiB),
        ("SReclaimable:", "system.memory.slab_reclaimable", KiB), ("SUnreclaim:", "system.memory.slab_unreclaimable", KiB),
        ("PageTables:", "system.memory.page_tables", KiB), ("KernelStack:", "system.memory.kernel_stack", KiB),
        ("AnonHugePages:", "system.memory.anonymous_huge", KiB), ("Committed_AS:", "system.memory.committed", KiB),
        ("CommitLimit:", "system.memory.commit_limit", KiB), ("HardwareCorrupted:", "system.memory.hardware_corrupted", KiB),
        ("SwapTotal:", "system.swap.total", KiB), ("SwapFree:", "system.swap.free", KiB), ("SwapCached:", "system.swap.cached", KiB),
        ("Zswap:", "system.memory.zswap.pool", KiB), ("Zswapped:", "system.memory.zswap.stored", KiB),
        ("ShmemHugePages:", "system.memory.shared_huge", KiB), ("FileHugePages:", "system.memory.file_huge", KiB),
        ("Mlocked:", "system.memory.locked", KiB), ("HugePages_Total:", "system.memory.huge_pages.total", 1), ("HugePages_Free:", "system.memory.huge_pages.free", 1),
        ("HugePages_Rsvd:", "system.memory.huge_pages.reserved", 1), ("Hugepagesize:", "system.memory.huge_pages.size", KiB));

    public string Name => "memory";

    public void Sample(Host host, SnapshotBuilder into)
    {
        if (host.TryRead("proc/meminfo", out var content))
        {
            _table.Clear();
            _table.TakeLines(content);
            _table.AddTo(into);
            AddUsed(into);
        }
        into.AddNumber(host, "system.memory.map_count_max", "proc/sys/vm/max_map_count");
        AddHardwareErrors(host, into);
        var nodes = host.List("sys/devices/system/node").Count(name => name.Length > 4 && name.StartsWith("node", StringComparison.Ordinal));
        if (nodes > 0) into.Add("system.numa.nodes", nodes);
    }

    private static void AddUsed(SnapshotBuilder into)
    {
        double? Value(string name) => into.Get("system.memory." + name);
        var used = Value("total") - Value("free") - Value("buffers") - Value("cached") - (Value("slab_reclaimable") ?? 0);
        if (used is { } memory) into.Add("system.memory.used", Math.Max(0, memory));
        if (into.Get("system.swap.total") - into.Get("system.swap.free") is >= 0 and var swap) into.Add("system.swap.used", swap);
    }

    private static void AddHardwareErrors(Host host, SnapshotBuilder into)
    {
        (ulong Corrected, ulong Uncorrected)? sum = null;
        foreach (var name in host.List("sys/devices/system/edac/mc"))
        {
            if (!name.StartsWith("mc", StringComparison.Ordinal)) continue;
            var corrected = host.ReadNumber($"sys/devices/system/edac/mc/{name}/ce_count");
            var uncorrected = host.ReadNumber($"sys/devices/system/edac/mc/{name}/ue_count");
            if (corrected is null || uncorrected is null) continue;
            sum = ((sum?.Corrected ?? 0) + corrected.Value, (sum?.Uncorrected ?? 0) + uncorrected.Value);
        }
        if (sum is null) return;
        into.Add("system.memory.errors.corrected", sum.Value.Corrected);
        into.Add("system.memory.errors.uncorrected", sum.Value.Uncorrected);
    }
}
