using Kernward.Domain;
using Kernward.Execution;

namespace Kernward.Plugins.Actuators.Groups;

/// <summary>The same text on both versions; an empty name where one of them has no such file.</summary>
internal sealed class PlainKnob(string unified, string legacy) : GroupKnob
{
    /// <summary>What an empty list of CPUs or nodes means.</summary>
    private const string All = "all";

    public override string? Read(GroupView group) => File(group) is not { } file ? null : file.Value.Length == 0 ? All : file.Value;

    public override IReadOnlyList<FileEdit> Edits(GroupView group, TunableValue value) => [(File(group) ?? throw group.Gone).To(value.Text)];

    private GroupFile? File(GroupView group) => group.Unified(unified) ?? (legacy.Length > 0 ? group.Legacy(legacy) : null);
}
