using Kernward.Domain;
using Kernward.Execution;

namespace Kernward.Plugins.Actuators.Groups;

/// <summary>memory.max, on version 1 memory.limit_in_bytes, which shows "no limit" as a number near 2^63.</summary>
internal sealed class MemoryKnob : GroupKnob
{
    /// <summary>The largest whole page below 2^63, with pages of 64 KiB.</summary>
    private const long Unlimited = 0x7FFFFFFFFFFF0000;

    public override string? Read(GroupView group)
    {
        if (group.Unified("memory.max") is { } file) return file.Value;
        return group.Legacy("memory.limit_in_bytes") is { } limit && Whole(limit.Value) is { } bytes
            ? bytes >= Unlimited ? "max" : limit.Value
            : null;
    }

    public override IReadOnlyList<FileEdit> Edits(GroupView group, TunableValue value)
    {
        if (value.Text != "max" && InUse(group) is { } used && (value.Number ?? 0) < used)
            throw new ActuatorException(
                $"memory.max of {value.Text} bytes is less than the {used} that '{Shown.Safe(group.Scope)}' has in use and cannot drop: its processes would be killed");
        return group.Unified("memory.max") is { } file
            ? [file.To(value.Text)]
            : [(group.Legacy("memory.limit_in_bytes") ?? throw group.Gone).To(value.Text == "max" ? "-1" : value.Text)];
    }

    /// <summary>Bytes of programs' own memory, as file cache can be dropped; null where the group does not say.</summary>
    private static long? InUse(GroupView group)
    {
        var (statistics, name) = group.Unified("memory.stat") is { } file ? (file, "anon ") : (group.Legacy("memory.stat"), "total_rss ");
        return statistics?.Raw.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } found
            ? Whole(found[name.Length..])
            : null;
    }
}
