using Kernward.Domain;
using Kernward.Knowledge;

namespace Kernward.Answering;

/// <summary>Finds what the knowledge base has under a name, however people write it, and what is spelt like it.</summary>
internal sealed class Names(KnowledgeBase known)
{
    private const int Hints = 3;

    /// <summary>
    /// A tunable with its scope: by any of its names, or by the end of its canonical one (<c>dirty_ratio</c>,
    /// <c>queue.scheduler</c>) where only one ends so.
    /// </summary>
    public (Tunable Tunable, string Scope)? Tunable(string name)
    {
        var wanted = name.Trim().Replace('/', '.');
        if (wanted.Length == 0) return null;
        if (known.Named(wanted) is { } found) return found;
        var ending = known.Tunables.Where(tunable => tunable.Id.EndsWith("." + wanted, StringComparison.OrdinalIgnoreCase)).Take(2).ToList();
        if (ending.Count == 1) return (ending[0], "host");
        var key = Term.Key(name);
        var alike = known.Tunables.Where(tunable => tunable.Aliases.Any(alias => Term.Key(alias) == key)).Take(2).ToList();
        return key.Length > 0 && alike.Count == 1 ? (alike[0], "host") : null;
    }

    public Metric? Metric(string name) => known.Metric(name.Trim().ToLowerInvariant());

    /// <summary>By its id or its incident's code.</summary>
    public Detector? Detector(string name)
    {
        var key = Term.Key(name);
        return key.Length == 0 ? null : known.Detectors.FirstOrDefault(detector => Term.Key(detector.Id) == key)
            ?? known.Detectors.FirstOrDefault(detector => Term.Key(detector.Incident) == key);
    }

    /// <summary>Names in the base, and <paramref name="more"/> ones, that a misspelt one could have meant; nearest first, at most three.</summary>
    public IReadOnlyList<string> Nearest(string name, IEnumerable<string> more)
    {
        var wanted = Term.Key(name);
        if (wanted.Length is 0 or > 60) return [];
        var furthest = Math.Max(1, wanted.Length / 3);
        return
        [
            .. All().Concat(more.Select(other => (Text: other, Shown: Shown.Safe(other))))
                .Select(item => (item.Shown, Distance: EditDistance.Of(wanted, Term.Key(item.Text), furthest)))
                .Where(item => item.Distance <= furthest)
                .OrderBy(item => item.Distance).ThenBy(item => item.Shown, StringComparer.Ordinal)
                .Select(item => item.Shown).Distinct().Take(Hints),
        ];
    }

    private IEnumerable<(string Text, string Shown)> All() =>
    [
        .. known.Tunables.SelectMany(tunable => tunable.Aliases.Append(tunable.Id).Append(LastPart(tunable.Id)).Select(text => (text, tunable.Id))),
        .. known.Terms.SelectMany(term => term.Aliases.Append(term.Id).Select(text => (text, term.Id))),
        .. known.Detectors.Select(detector => (detector.Id, detector.Id)),
        .. known.Metrics.Select(metric => (metric.Name, metric.Name)),
    ];

    private static string LastPart(string id) => id[(id.LastIndexOf('.') + 1)..];
}
