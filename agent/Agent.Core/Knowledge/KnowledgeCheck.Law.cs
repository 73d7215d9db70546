using Kernward.Domain;

namespace Kernward.Knowledge;

/// <summary>What the law stands on: constraints that can be looked at, and no way to a file that is never written.</summary>
internal static partial class KnowledgeCheck
{
    /// <summary>Bare names that a constraint's formula may read, beyond those of every formula.</summary>
    private static readonly HashSet<string> OfConstraints = ["current", "first", "cores", "ram", "page_size", "available", "hugepage_size", "reservable"];

    private static IEnumerable<string> Law(KnowledgeBase known) =>
    [
        .. Twice("constraint", known.Constraints.Select(constraint => constraint.Id)),
        .. known.Constraints.SelectMany(constraint => Of(known, constraint)),
        .. known.Tunables.Where(tunable => tunable.Kind == "cgroup" && IsWritable(tunable) && tunable.Starves.Length == 0)
            .Select(tunable => $"{tunable.Id}: 'starves' is needed: which way does it take from a group?"),
        .. Covered(known.Tunables),
    ];

    private static IEnumerable<string> Of(KnowledgeBase known, Constraint constraint)
    {
        var where = $"constraint {constraint.Id}";
        foreach (var name in constraint.Tunables.Where(name => known.Tunable(name) is null)) yield return $"{where}: unknown tunable '{name}'";
        foreach (var formula in Formulas(constraint))
            foreach (var (function, name) in formula.Reads)
            {
                if (function.Length == 0 && !OfConstraints.Contains(name)) yield return $"{where}: formula '{formula}': unknown name '{name}'";
                else if (function.Length > 0 && function != "tunable") yield return $"{where}: formula '{formula}': a constraint reads tunables, not '{function}'";
                else if (function.Length > 0 && known.Tunable(name) is null) yield return $"{where}: formula '{formula}': unknown tunable '{name}'";
            }
    }

    private static IEnumerable<Formula> Formulas(Constraint constraint) => (constraint switch
    {
        Constraint.Bound bound => new[] { bound.Least, bound.Most },
        Constraint.Sum sum => [sum.Most],
        _ => [],
    }).OfType<Formula>();

    /// <summary>
    /// A tunable that may be written must not lead to the file of one that may not, whatever its scope: where either path has
    /// <c>{scope}</c>, that part may be anything.
    /// </summary>
    private static IEnumerable<string> Covered(IReadOnlyList<Tunable> tunables)
    {
        var never = tunables.Where(tunable => tunable.Risk == RiskClass.R4).Select(tunable => (tunable.Id, Parts: tunable.File.Split('/'))).ToList();
        return from tunable in tunables
               where IsWritable(tunable)
               let parts = tunable.File.Split('/')
               from other in never
               where parts.Length == other.Parts.Length && parts.Zip(other.Parts).All(pair => IsSame(pair.First, pair.Second))
               select $"{tunable.Id}: its file is that of {other.Id}, which is never written";
    }

    private static bool IsSame(string a, string b) => a == b || a == "{scope}" || b == "{scope}";

    private static bool IsWritable(Tunable tunable) => tunable.Risk is not (RiskClass.R0 or RiskClass.R4);
}
