using System.Globalization;
using Kernward.Domain;
using Kernward.Execution;

namespace Kernward.Plugins.Actuators.Groups;

/// <summary>cpu.max in CPUs: quota and period in one file on version 2, in two on version 1. The period stays as it is.</summary>
internal sealed class QuotaKnob : GroupKnob
{
    /// <summary>Microseconds; the kernel takes no less.</summary>
    private const long SmallestQuota = 1000;

    public override string? Read(GroupView group)
    {
        if (group.Unified("cpu.max") is { } file)
            return file.Value.Split(' ') is [var quota, var period] ? Cpus(quota, period) : null;
        return group.Legacy("cpu.cfs_quota_us") is { } old && group.Legacy("cpu.cfs_period_us") is { } length
            ? Cpus(old.Value, length.Value)
            : null;
    }

    public override IReadOnlyList<FileEdit> Edits(GroupView group, TunableValue value)
    {
        if (group.Unified("cpu.max") is { } file)
        {
            if (file.Value.Split(' ') is not [_, var period]) throw group.Gone;
            return [file.To($"{Quota(value, period, "max")} {period}")];
        }
        if (group.Legacy("cpu.cfs_quota_us") is not { } quota || group.Legacy("cpu.cfs_period_us") is not { } length) throw group.Gone;
        return [quota.To(Quota(value, length.Value, "-1"))];
    }

    private static string? Cpus(string quota, string period)
    {
        if (quota is "max" or "-1") return "max";
        return Whole(quota) is { } used && Whole(period) is > 0 and var length ? Text((decimal)used / length) : null;
    }

    private static string Quota(TunableValue value, string period, string unlimited)
    {
        if (value.Text == "max") return unlimited;
        var quota = (long)Math.Round(decimal.Parse(value.Text, CultureInfo.InvariantCulture) * (Whole(period) ?? 0));
        return quota >= SmallestQuota
            ? quota.ToString(CultureInfo.InvariantCulture)
            : throw new ActuatorException($"{value.Text} CPUs are {quota} us in each {period} us; the kernel takes no less than {SmallestQuota}");
    }
}
