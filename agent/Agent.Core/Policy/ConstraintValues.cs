using System.Globalization;
using Kernward.Knowledge;

namespace Kernward.Policy;

/// <summary>What a constraint's formula reads about one tunable of a plan; notes what the host does not say of itself.</summary>
internal sealed class ConstraintValues(RuleContext context, string tunable, string scope) : IFormulaValues
{
    /// <summary>Sizes of the host that were asked for and are not known: the constraint cannot be looked at then.</summary>
    public List<string> Missing { get; } = [];

    public double? Read(string function, string name) => function == "tunable" ? OfTunable(name) : name switch
    {
        "first" => Numbers(context.After(tunable, scope)).Cast<double?>().FirstOrDefault(),
        "current" => Numbers(context.Tunables.Read(context.Host, tunable, scope)).Cast<double?>().LastOrDefault(),
        "reservable" => context.Policy.MaxReservedPercent / 100,
        _ => OfHost(name),
    };

    /// <summary>The numbers of a value; <c>max</c> is endless, what is no number is none.</summary>
    public static IReadOnlyList<double> Numbers(string? text) =>
    [
        .. (text ?? "").Split(' ').Select(word => word == "max" ? double.PositiveInfinity
            : double.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : double.NaN)
            .Where(number => !double.IsNaN(number)),
    ];

    private double? OfTunable(string name)
    {
        var isGroup = context.Tunables.Knowledge.Tunable(name)?.Kind == "cgroup";
        return Numbers(context.After(name, isGroup ? scope : "host")).Cast<double?>().LastOrDefault();
    }

    private double? OfHost(string name)
    {
        var size = new HostSize(context.Host);
        var value = name switch
        {
            "cores" => size.Cores,
            "ram" => size.Ram,
            "available" => size.Available,
            "page_size" => size.Page,
            _ => size.HugePage,
        };
        if (value is null) Missing.Add(name);
        return value;
    }
}
