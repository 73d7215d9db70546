using Kernward.Confinement;
using Kernward.Knowledge;
using Kernward.Machine;

namespace Kernward.Policy;

/// <summary>From JSON to options; notes every error and goes on.</summary>
internal static class PolicyReader
{
    private static readonly PolicyOptions Standard = new();

    public static PolicyOptions Read(Entry entry)
    {
        var policy = new PolicyOptions
        {
            Autonomy = ReadAutonomy(entry.Child("autonomy")),
            Sandbox = entry.Has("sandbox") ? entry.OneOf<SandboxLevel>("sandbox") : Standard.Sandbox,
            MaxSteps = Whole(entry, "max_steps", 1, 32, Standard.MaxSteps),
            MaxChangesPerHour = Whole(entry, "max_changes_per_hour", 1, 100_000, Standard.MaxChangesPerHour),
            MaxGroups = Whole(entry, "max_groups", 1, 32, Standard.MaxGroups),
            UnattendedFactor = Number(entry, "unattended_factor", 1, 1000, Standard.UnattendedFactor),
            MaxFactor = ReadFactors(entry.Child("max_factor")),
            QuietHours = [.. entry.Texts("quiet_hours").Select(text => ReadQuiet(entry, text)).OfType<QuietHours>()],
            Pinned = [.. entry.Texts("pinned")],
            ProtectedUnits = [.. Standard.ProtectedUnits.Union(ReadUnits(entry))],
            Reach = ReadReach(entry),
            Owners = ReadOwners(entry.Child("owners")),
            MaxReservedPercent = Number(entry, "max_reserved_percent", 0, 90, Standard.MaxReservedPercent),
        };
        entry.Text("$schema", required: false);
        entry.Close();
        return policy;
    }

    private static Autonomy ReadAutonomy(Entry? entry)
    {
        if (entry is null) return new Autonomy();
        foreach (var never in new[] { "R0", "R4" }.Where(entry.Has)) entry.Wrong($"'{never}' is written by nobody and has no level");
        var autonomy = new Autonomy(Level(entry, "R1"), Level(entry, "R2"), Level(entry, "R3"));
        if (autonomy.R3 == AutonomyLevel.Act) entry.Wrong("'R3' always needs a person: observe, advise or ask");
        entry.Close();
        return autonomy;
    }

    private static AutonomyLevel Level(Entry entry, string risk) => entry.Has(risk) ? entry.OneOf<AutonomyLevel>(risk) : AutonomyLevel.Ask;

    private static IReadOnlyDictionary<string, double> ReadFactors(Entry? entry)
    {
        var factors = new Dictionary<string, double>();
        foreach (var name in entry?.Keys ?? []) factors[name] = Number(entry!, name, 1, 1e6, 1);
        entry?.Close();
        return factors;
    }

    private static IReadOnlyDictionary<string, OwnerStance> ReadOwners(Entry? entry)
    {
        var owners = new Dictionary<string, OwnerStance>();
        foreach (var kind in entry?.Keys ?? []) owners[kind] = entry!.OneOf<OwnerStance>(kind);
        entry?.Close();
        return owners;
    }

    private static QuietHours? ReadQuiet(Entry entry, string text)
    {
        var quiet = QuietHours.Parse(text);
        if (quiet is null) entry.Wrong($"'quiet_hours': '{Domain.Shown.Safe(text)}' is no time such as 22:00-06:00 or mon-fri 08:00-18:00");
        return quiet;
    }

    /// <summary>Those that are built in stay: the file can only add to what keeps a host reachable.</summary>
    private static IReadOnlyList<string> ReadUnits(Entry entry)
    {
        var units = entry.Texts("protected_units");
        foreach (var unit in units.Where(unit => unit.Contains('/') || !HostPath.IsSafe(unit)))
            entry.Wrong($"'protected_units': '{Domain.Shown.Safe(unit)}' is no name of a unit or group such as nginx.service");
        return units;
    }

    private static string ReadReach(Entry entry)
    {
        var reach = entry.Text("reach", required: false).TrimEnd('/');
        if (reach.Length > 0 && (reach[0] != '/' || !HostPath.IsSafe(reach.AsSpan(1))))
            entry.Wrong($"'reach' is '{Domain.Shown.Safe(reach)}'; it must be the path of a control group such as /test.slice");
        return reach;
    }

    private static int Whole(Entry entry, string key, int min, int max, int standard)
    {
        var number = Number(entry, key, min, max, standard);
        if (double.IsInteger(number)) return (int)number;
        entry.Wrong($"'{key}' must be a whole number");
        return standard;
    }

    private static double Number(Entry entry, string key, double min, double max, double standard)
    {
        if (entry.Number(key) is not { } number) return standard;
        if (number >= min && number <= max) return number;
        entry.Wrong($"'{key}' is {number}; it must be from {min} to {max}");
        return standard;
    }
}
