using Kernward.Domain;
using Kernward.Knowledge;

namespace Kernward.Owners;

/// <summary>
/// Somebody else who sets a tunable. <paramref name="Kind"/> is what policy calls it, <paramref name="Where"/> the file and line,
/// profile or process that shows it, <paramref name="Value"/> what it would set, as written (empty where that cannot be read).
/// <paramref name="IsSure"/> is false where it would do so only under a condition that cannot be seen from here.
/// </summary>
public sealed record Owner(string Kind, string Name, string Where, string Value, Hold Holds, bool IsSure, string Instead)
{
    /// <summary><c>/etc/sysctl.d/99-db.conf:3 sets 1 at boot</c>.</summary>
    public override string ToString()
    {
        var sets = (Value.Length > 0, IsSure) switch
        {
            (true, true) => $"sets {Shown.Safe(Value)}",
            (true, false) => $"would set {Shown.Safe(Value)}",
            (false, true) => "sets it",
            _ => "would set it",
        };
        return $"{Shown.Safe(Where, 200)} {sets} {When}";
    }

    private string When => Holds switch
    {
        Hold.AtBoot => "at boot",
        Hold.WhenApplied => $"whenever {Name} applies it",
        _ => "again and again",
    };
}
