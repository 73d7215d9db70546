using System.Globalization;

namespace Kernward.Demo;

/// <summary>The arguments of a hidden part: pairs of <c>--name NUMBER</c>, written by the stage alone.</summary>
internal sealed class PartArguments
{
    private readonly Dictionary<string, int> values = [];

    /// <summary>Throws <see cref="FormatException"/> where a name has no whole number.</summary>
    internal PartArguments(ReadOnlySpan<string> arguments)
    {
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == arguments.Length
                || !int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                throw new FormatException($"'{arguments[i]}' should be --NAME NUMBER");
            values[arguments[i][2..]] = number;
        }
    }

    internal int this[string name, int otherwise] => values.GetValueOrDefault(name, otherwise);

    /// <summary>Milliseconds.</summary>
    internal TimeSpan Time(string name, int otherwise) => TimeSpan.FromMilliseconds(this[name, otherwise]);
}
