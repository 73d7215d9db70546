using System.Globalization;
using Kernward.Domain;
using Kernward.Execution;

namespace Kernward.Plugins.Actuators.Groups;

/// <summary>One tunable of a group: how it is read and written on either version.</summary>
internal abstract class GroupKnob
{
    /// <summary>The value in the words of version 2; null where the group has no such file.</summary>
    public abstract string? Read(GroupView group);

    /// <summary>The edits for a value; called only where <see cref="Read"/> found one. Throws <see cref="ActuatorException"/>.</summary>
    public abstract IReadOnlyList<FileEdit> Edits(GroupView group, TunableValue value);

    protected static long? Whole(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    protected static string Text(decimal number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
