using Kernward.Machine;

namespace Kernward.Knowledge;

/// <summary>Joint constraints.</summary>
public sealed partial class KnowledgeReader
{
    private static Constraint ReadConstraint(Entry entry)
    {
        var (id, why) = (entry.Text("id"), entry.Text("why"));
        return entry.OneOf("kind", "", "chain", "bound", "need", "apart", "sum", "share", "listed") switch
        {
            "chain" => new Constraint.Chain(id, Some(entry, "order", 1), why),
            "bound" => ReadBound(entry, id, why),
            "need" => new Constraint.Need(id, entry.Text("tunable"), Some(entry, "values", 1), entry.Text("needs"), Some(entry, "to_be", 1), why),
            "sum" => new Constraint.Sum(id, entry.Text("tunable"), entry.Formula("most", required: true) ?? Formula.Parse("0"), why),
            "share" => new Constraint.Share(id, entry.Text("tunable"), ReadFactor(entry), why),
            "listed" => ReadListed(entry, id, why),
            _ => new Constraint.Apart(id, Some(entry, "any", 2), why),
        };
    }

    private static Constraint.Bound ReadBound(Entry entry, string id, string why)
    {
        var bound = new Constraint.Bound(id, entry.Text("tunable"), entry.Formula("least"), entry.Formula("most"), why);
        if (bound.Least is null && bound.Most is null) entry.Wrong("'least' or 'most' is needed");
        return bound;
    }

    private static Constraint.Listed ReadListed(Entry entry, string id, string why)
    {
        var file = entry.Text("file");
        if (file.Length > 0 && !HostPath.IsSafe(file)) entry.Wrong($"'file' is '{file}'; it must be a path below the root");
        return new Constraint.Listed(id, entry.Text("tunable"), file, why);
    }

    private static double ReadFactor(Entry entry)
    {
        var factor = entry.Number("factor") ?? 0;
        if (factor < 1) entry.Wrong("'factor' must be a number from 1");
        return factor;
    }

    private static IReadOnlyList<string> Some(Entry entry, string key, int least)
    {
        var texts = entry.Texts(key);
        if (texts.Count < least) entry.Wrong($"'{key}' needs {least} or more");
        return texts;
    }
}
