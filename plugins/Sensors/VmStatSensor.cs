using System.Numerics;
using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors;

/// <summary>Events of memory management, and the size of a page, which needs <see cref="MemorySensor"/> before it.</summary>
internal sealed class VmStatSensor : ISensor
{
    private const string Scratch = "memory.vmstat.";

    private static readonly string[] Same =
    [
        "pgscan_kswapd", "pgscan_direct", "pgsteal_kswapd", "pgsteal_direct", "pageoutrun", "pgfault", "pgmajfault", "pgpgin",
        "pgpgout", "pswpin", "pswpout", "oom_kill", "compact_stall", "compact_fail", "compact_success", "thp_fault_alloc",
        "thp_fault_fallback", "thp_collapse_alloc", "thp_split_page", "workingset_refault_anon", "workingset_refault_file",
        "numa_hit", "numa_miss", "numa_foreign", "numa_local", "numa_other", "numa_pages_migrated", "nr_dirtied", "nr_written",
        "thp_fault_fallback_charge", "thp_collapse_alloc_failed", "thp_split_page_failed", "thp_deferred_split_page", "thp_swpout",
        "thp_swpout_fallback", "compact_migrate_scanned", "compact_daemon_wake", "zswpin", "zswpout", "zswpwb", "drop_pagecache", "drop_slab", "zone_reclaim_failed",
    ];

    // Before 4.10 and 5.9 some counters had no, or another, ending: per zone they sum, under an old name they are the file's.
    private readonly KeyedTable _events = new(
    [
        .. Same.Select(name => (name, Scratch + name, 1.0)),
        .. new[] { "allocstall", "allocstall_dma", "allocstall_dma32", "allocstall_normal", "allocstall_movable", "allocstall_device" }
            .Select(name => (name, Scratch + "allocstall", 1.0)),
        ("workingset_refault", Scratch + "workingset_refault_file", 1.0),
    ]);

    public string Name => "vmstat";

    public void Sample(Host host, SnapshotBuilder into)
    {
        if (!host.TryRead("proc/vmstat", out var content)) return;
        _events.Clear();
        ulong? free = null, threshold = null, background = null;
        var lines = new Lines(content);
        while (lines.Next(out var line))
        {
            var fields = new Fields(line);
            if (!fields.Next(out var key) || !fields.Next(out var value)) continue;
            if (key.SequenceEqual("nr_free_pages"u8)) free = Fields.ParseNumber(value);
            else if (key.SequenceEqual("nr_dirty_threshold"u8)) threshold = Fields.ParseNumber(value);
            else if (key.SequenceEqual("nr_dirty_background_threshold"u8)) background = Fields.ParseNumber(value);
            else _events.Take(key, value);
        }
        _events.AddTo(into);
        if (PageSize(into.Get("system.memory.free"), free) is not { } page) return;
        into.Add("system.memory.page_size", page);
        if (threshold is { } limit) into.Add("system.memory.dirty_threshold", (double)limit * page);
        if (background is { } start) into.Add("system.memory.dirty_background_threshold", (double)start * page);
    }

    /// <summary>
    /// No file says how large a page is, and asking the C library would answer for this machine and not for a captured one.
    /// Free memory is known in bytes and in pages, read a moment apart: the nearest power of two is exact.
    /// </summary>
    internal static int? PageSize(double? freeBytes, ulong? freePages)
    {
        if (freeBytes is not > 0 || freePages is null or 0) return null;
        var ratio = freeBytes.Value / freePages.Value;
        if (ratio is < 2048 or > 131072) return null;
        var lower = (int)BitOperations.RoundUpToPowerOf2((uint)ratio + 1) / 2;
        return ratio > lower * 1.5 ? lower * 2 : lower;
    }
}
