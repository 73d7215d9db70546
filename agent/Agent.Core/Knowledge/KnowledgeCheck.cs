using Kernward.Domain;

namespace Kernward.Knowledge;

/// <summary>What must hold between the entries: names exist, are unique, and formulas read what there is.</summary>
internal static partial class KnowledgeCheck
{
    private static readonly HashSet<string> Readings = 
        ["rate", "last", "mean", "peak", "low", "increase", "slope", "steady", "changes", "falls", "top", "tunable"];

    private static readonly HashSet<string> Bare = ["current", "other", "value", "cores", "ram", "page_size"];

    public static IEnumerable<string> Errors(KnowledgeBase known) =>
    [
        .. Twice("tunable", known.Tunables.Select(tunable => tunable.Id)),
        .. Twice("detector", known.Detectors.Select(detector => detector.Id)),
        .. Twice("metric", known.Metrics.Select(metric => metric.Name)),
        .. Twice("kernel event", known.KernelEvents.Select(kind => kind.Id)),
        .. Twice("profile", known.Profiles.Select(profile => profile.Id)),
        .. known.Tunables.SelectMany(tunable => tunable.Signals.Select(signal => Metric(known, tunable.Id, signal))).OfType<string>(),
        .. known.Tunables.SelectMany(tunable => Sizing(known, tunable)),
        .. known.Guards.Select(guard => Metric(known, "guards", guard.Metric)).OfType<string>(),
        .. known.Detectors.SelectMany(detector => Of(known, detector)),
        .. known.Profiles.SelectMany(profile => profile.Settings.SelectMany(setting =>
            Target(known, profile.Id, setting.Tunable, setting.To, setting.Word).Concat(Reads(known, profile.Id, setting.If)))),
        .. known.Allocations.SelectMany(rule =>
            Target(known, $"allocation {rule.Resource} {rule.Relation}", rule.Tunable, rule.To, "").Concat(
                Reads(known, $"allocation {rule.Resource} {rule.Relation}", rule.OtherTo))),
        .. Answers(known),
        .. Causes(known),
        .. Loads(known),
        .. Owners(known),
        .. Hardware(known),
        .. Law(known),
        .. Forecasts(known),
    ];

    /// <summary>A rule of thumb for a host's size asks for nothing but its size.</summary>
    private static IEnumerable<string> Sizing(KnowledgeBase known, Tunable tunable)
    {
        foreach (var error in Reads(known, tunable.Id, tunable.Sizing)) yield return error;
        foreach (var (function, name) in tunable.Sizing?.Reads ?? [])
            if (function.Length > 0 || name is not ("ram" or "cores" or "page_size")) yield return $"{tunable.Id}: 'sizing' reads '{name}'; it may read ram, cores and page_size";
    }

    private static IEnumerable<string> Twice(string kind, IEnumerable<string> names) =>
        names.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => $"{kind} '{group.Key}' is there {group.Count()} times");

    private static IEnumerable<string> Of(KnowledgeBase known, Detector detector)
    {
        if (detector.When.Count == 0) yield return $"{detector.Id}: 'when' is empty: it would always fire";
        if (detector.Class is FindingClass.Tune or FindingClass.Reallocate == (detector.Remedies.Count == 0))
            yield return $"{detector.Id}: remedies are for the classes tune and reallocate, and those need one";
        foreach (var condition in detector.Conditions)
        {
            if (Metric(known, detector.Id, condition.Metric) is { } unknown) yield return unknown;
            foreach (var error in Reads(known, detector.Id, condition.Value)) yield return error;
        }
        foreach (var error in Reads(known, detector.Id, detector.Culprit)) yield return error;
        foreach (var remedy in detector.Remedies)
        {
            if (remedy.Scope == "culprit" && detector.Culprit is null) yield return $"{detector.Id}: a remedy for the culprit, but no 'culprit'";
            if (remedy.Expect is { } expect && Metric(known, detector.Id, expect.Metric) is { } unknown) yield return unknown;
            foreach (var error in Target(known, detector.Id, remedy.Tunable, remedy.To, remedy.Word)) yield return error;
        }
    }

    private static IEnumerable<string> Target(KnowledgeBase known, string where, string tunable, Formula? to, string word)
    {
        if (known.Tunable(tunable) is not { } found) yield return $"{where}: unknown tunable '{tunable}'";
        else if (found.Risk is RiskClass.R0 or RiskClass.R4) yield return $"{where}: '{tunable}' is {found.Risk} and is never written";
        else if (word.Length > 0 && found.Value.Choices is { Count: > 0 } choices && !choices.Contains(word))
            yield return $"{where}: '{word}' is no choice of '{tunable}'";
        foreach (var error in Reads(known, where, to)) yield return error;
    }

    private static IEnumerable<string> Reads(KnowledgeBase known, string where, Formula? formula)
    {
        foreach (var (function, name) in formula?.Reads ?? [])
        {
            if (function.Length == 0 && !Bare.Contains(name)) yield return $"{where}: formula '{formula}': unknown name '{name}'";
            else if (function.Length > 0 && !Readings.Contains(function)) yield return $"{where}: formula '{formula}': unknown function '{function}'";
            else if (function == "tunable" && known.Tunable(name) is null) yield return $"{where}: formula '{formula}': unknown tunable '{name}'";
            else if (function is not ("" or "tunable") && Metric(known, where, name) is { } unknown) yield return unknown;
        }
    }

    private static string? Metric(KnowledgeBase known, string where, string name) =>
        known.Metric(name) is null ? $"{where}: unknown metric '{name}'" : null;
}
