using Kernward.Domain;
using Kernward.Execution;

namespace Kernward.Plugins.Actuators.Groups;

/// <summary>
/// io.weight: of the io.cost controller, or of the bfq scheduler, whose scale ends at 1000; there in the proportion that systemd
/// uses (100 stays 100, 10000 is 1000). Files that hold weights of devices as well have the group's in the line <c>default</c>.
/// </summary>
internal sealed class IoWeightKnob : GroupKnob
{
    public override string? Read(GroupView group) => File(group) is { } found && Whole(Weight(found.File)) is { } weight
        ? Text(found.IsBfq ? FromBfq(weight) : weight)
        : null;

    public override IReadOnlyList<FileEdit> Edits(GroupView group, TunableValue value)
    {
        var (file, isBfq) = File(group) ?? throw group.Gone;
        var asked = (long)(value.Number ?? 100);
        var weight = Text(isBfq ? ToBfq(asked) : asked);
        return [file.To(file.Raw.StartsWith("default ", StringComparison.Ordinal) ? $"default {weight}" : weight)];
    }

    private static (GroupFile File, bool IsBfq)? File(GroupView group)
    {
        if (group.Unified("io.weight") is { } weight) return (weight, false);
        return (group.Unified("io.bfq.weight") ?? group.Legacy("blkio.bfq.weight")) is { } bfq ? (bfq, true) : null;
    }

    private static string Weight(GroupFile file)
    {
        var line = RawFile.Part(file.Raw, "default");
        return line.Length > 0 ? RawFile.Canonical(line)["default ".Length..] : file.Value;
    }

    private static long ToBfq(long weight) => weight <= 100 ? weight : 100 + (weight - 100) * 900 / 9900;

    private static decimal FromBfq(long weight) => weight <= 100 ? weight : 100 + (weight - 100) * 9900m / 900m;
}
