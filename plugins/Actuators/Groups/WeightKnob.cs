using Kernward.Domain;
using Kernward.Execution;

namespace Kernward.Plugins.Actuators.Groups;

/// <summary>cpu.weight, on version 1 as cpu.shares in the proportion that systemd uses: 100 is 1024.</summary>
internal sealed class WeightKnob : GroupKnob
{
    private const long FewestShares = 2, MostShares = 262144;

    public override string? Read(GroupView group)
    {
        if (group.Unified("cpu.weight") is { } file) return file.Value;
        return Shares(group) is { } shares && Whole(shares.Value) is { } number
            ? Text(Math.Max(1, Math.Round(number * 100m / 1024m)))
            : null;
    }

    public override IReadOnlyList<FileEdit> Edits(GroupView group, TunableValue value)
    {
        if (group.Unified("cpu.weight") is { } file) return [file.To(value.Text)];
        var shares = Math.Clamp((long)(value.Number ?? 100) * 1024 / 100, FewestShares, MostShares);
        return [(Shares(group) ?? throw group.Gone).To(Text(shares))];
    }

    private static GroupFile? Shares(GroupView group) => group.Legacy("cpu.shares");
}
