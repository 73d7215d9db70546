using Kernward.Domain;
using Kernward.Knowledge;

namespace Kernward.Detection;

/// <summary>
/// Puts each symptom under its cause, so that ten symptoms of one cause are one thing to look at. Where several causes are
/// there, the nearest is taken: the one that itself comes of the others.
/// </summary>
internal sealed class CauseTree
{
    private readonly IReadOnlyList<Detected> _found;
    private readonly ILookup<string, Causation> _causes;
    private readonly Dictionary<Detected, (Detected Cause, Causation Why)?> _causeOf;
    private readonly Dictionary<Detected, int> _depths;

    private CauseTree(IReadOnlyList<Detected> found, IReadOnlyList<Causation> causes)
    {
        _found = found;
        _causes = causes.ToLookup(causation => causation.Symptom);
        _depths = new Dictionary<Detected, int>(found.Count, ReferenceEqualityComparer.Instance);
        _causeOf = new Dictionary<Detected, (Detected, Causation)?>(found.Count, ReferenceEqualityComparer.Instance);
    }

    /// <summary>The same findings, each cause before its symptoms; <paramref name="found"/> is worst first.</summary>
    public static List<Detected> Of(IReadOnlyList<Detected> found, IReadOnlyList<Causation> causes)
    {
        var tree = new CauseTree(found, causes);
        var symptoms = found.Where(symptom => tree.CauseOf(symptom) is not null)
            .ToLookup<Detected, Detected>(symptom => tree.CauseOf(symptom)!.Value.Cause, ReferenceEqualityComparer.Instance);
        var roots = found.Where(root => tree.CauseOf(root) is null).OrderByDescending(root => Worst(root, symptoms));
        return [.. roots.SelectMany(root => Under(root, null, tree, symptoms))];
    }

    private static Severity Worst(Detected root, ILookup<Detected, Detected> symptoms) =>
        symptoms[root].Select(symptom => Worst(symptom, symptoms)).Append(root.Finding.Severity).Max();

    /// <summary>A finding and all under it; they are made anew, because each points to its cause as it is shown.</summary>
    private static IEnumerable<Detected> Under(Detected found, Detected? cause, CauseTree tree, ILookup<Detected, Detected> symptoms)
    {
        var placed = cause is null ? found : found with
        {
            Cause = cause,
            Finding = found.Finding with
            {
                Cause = new FindingCause(cause.Finding.Id, cause.Finding.Subject.Alias, tree.CauseOf(found)!.Value.Why.Why),
            },
        };
        return symptoms[found].SelectMany(symptom => Under(symptom, placed, tree, symptoms)).Prepend(placed);
    }

    private (Detected Cause, Causation Why)? CauseOf(Detected symptom)
    {
        if (_causeOf.TryGetValue(symptom, out var known)) return known;
        var candidates = Candidates(symptom).ToList();
        return _causeOf[symptom] = candidates.Count == 0 ? null : candidates.MaxBy(candidate => DepthOf(candidate.Cause));
    }

    private IEnumerable<(Detected Cause, Causation Why)> Candidates(Detected symptom) =>
        from causation in _causes[symptom.Detector.Id]
        from cause in _found
        where cause.Detector.Id == causation.Cause && causation.On switch
        {
            CausationScope.Subject => cause.Subject == symptom.Subject,
            CausationScope.Culprit => cause.Subject == symptom.Culprit,
            _ => true,
        }
        select (cause, causation);

    /// <summary>Links above a finding; causes make no ring, which is checked when they are read.</summary>
    private int DepthOf(Detected found)
    {
        if (_depths.TryGetValue(found, out var depth)) return depth;
        return _depths[found] = CauseOf(found) is { } cause ? DepthOf(cause.Cause) + 1 : 0;
    }
}
