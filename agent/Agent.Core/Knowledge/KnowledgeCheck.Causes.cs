using Kernward.Domain;

namespace Kernward.Knowledge;

/// <summary>What brings what about must end somewhere: a ring of causes would have no root.</summary>
internal static partial class KnowledgeCheck
{
    private static IEnumerable<string> Causes(KnowledgeBase known)
    {
        var pairs = known.Causes.Select(cause => $"{cause.Cause} > {cause.Symptom}");
        foreach (var error in Twice("cause and symptom", pairs)) yield return error;
        var detectors = known.Detectors.DistinctBy(detector => detector.Id).ToDictionary(detector => detector.Id);
        foreach (var causation in known.Causes)
        {
            var where = $"cause {causation.Cause} > {causation.Symptom}";
            if (!detectors.TryGetValue(causation.Cause, out var cause)) yield return $"{where}: unknown detector '{causation.Cause}'";
            if (!detectors.TryGetValue(causation.Symptom, out var symptom)) yield return $"{where}: unknown detector '{causation.Symptom}'";
            if (cause is null || symptom is null) continue;
            if (cause.Class == FindingClass.None) yield return $"{where}: what needs nothing done is no cause";
            if (causation.On == CausationScope.Subject && cause.Subject != symptom.Subject)
                yield return $"{where}: of the same subject, but one is of a {cause.Subject} and the other of a {symptom.Subject}";
            if (causation.On == CausationScope.Culprit && (symptom.Culprit is null || cause.Subject != "cgroup"))
                yield return $"{where}: the cause is the culprit, but the symptom names none or the cause is no group";
        }
        foreach (var id in known.Causes.Select(cause => cause.Cause).Distinct())
            if (Reaches(known, id, id)) yield return $"cause {id}: brings itself about";
    }

    private static bool Reaches(KnowledgeBase known, string from, string to)
    {
        var (seen, left) = (new HashSet<string>(), new Stack<string>([from]));
        while (left.TryPop(out var at))
            foreach (var next in known.Causes.Where(cause => cause.Cause == at).Select(cause => cause.Symptom))
            {
                if (next == to) return true;
                if (seen.Add(next)) left.Push(next);
            }
        return false;
    }

    private static IEnumerable<string> Loads(KnowledgeBase known)
    {
        foreach (var error in Twice("load", known.Loads.Select(load => load.Id))) yield return error;
        foreach (var load in known.Loads)
        {
            if (Metric(known, $"load {load.Id}", load.Metric) is { } unknown) yield return unknown;
            foreach (var error in Reads(known, $"load {load.Id}", load.Share)) yield return error;
        }
    }
}
