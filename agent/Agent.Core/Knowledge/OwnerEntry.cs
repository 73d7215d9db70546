using System.Text.RegularExpressions;

namespace Kernward.Knowledge;

/// <summary>How it is found out whether somebody else sets a tunable; each is a few lines of code beside the data.</summary>
public enum OwnerFormat
{
    /// <summary>Assignments as sysctl.d(5) has them.</summary>
    SysctlD,

    /// <summary>The active TuneD profile with all that it includes.</summary>
    Tuned,

    /// <summary>Properties of a systemd unit, in its file and its drop-ins.</summary>
    Unit,

    /// <summary>Lines of files that match a pattern.</summary>
    Lines,

    /// <summary>Control groups whose names say who made them.</summary>
    Groups,

    /// <summary>A daemon that runs.</summary>
    Process,
}

/// <summary>When an owner sets its value: once at boot, when somebody applies it anew (a start, a reload), or again and again.</summary>
public enum Hold { AtBoot, WhenApplied, Continuously }

/// <summary>How a value of ours is written as a unit's property.</summary>
public enum UnitValue { Plain, Infinity, Percent }

/// <summary>
/// One setting of an owner: by <paramref name="Name"/> (a property, or <c>type.option</c> of a profile) or by
/// <paramref name="Pattern"/>. An empty <paramref name="Tunable"/>: the one whose name or path the pattern catches.
/// </summary>
public sealed record OwnerSetting(string Name, Regex? Pattern, string Tunable, UnitValue As)
{
    /// <summary>How long a pattern may look at one file.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
}

/// <summary>Somebody else who sets tunables, and what to look at to know that on a host.</summary>
public sealed record OwnerEntry
{
    /// <summary>Its kind, as policy names it: <c>sysctl.d</c>, <c>tuned</c>, <c>unit</c>.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required OwnerFormat Format { get; init; }

    public required Hold Holds { get; init; }

    /// <summary>Command names, as the kernel cuts them (15 characters), of which one must run.</summary>
    public IReadOnlyList<string> Processes { get; init; } = [];

    /// <summary>Paths of which one being there counts as running (pinned objects of a BPF program).</summary>
    public IReadOnlyList<string> Traces { get; init; } = [];

    /// <summary>Files, the last part of the path as a pattern; of two files of one name that of the earlier directory counts.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Patterns for one part of a control group's path.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Patterns for names of tunables.</summary>
    public IReadOnlyList<string> Tunables { get; init; } = [];

    public IReadOnlyList<OwnerSetting> Settings { get; init; } = [];

    /// <summary>How to have it changed by this owner.</summary>
    public required string Instead { get; init; }

    public required string Source { get; init; }
}
