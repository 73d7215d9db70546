using Kernward.Detection;
using Kernward.Domain;
using Kernward.Knowledge;
using Kernward.Measurement;

namespace Kernward.Forecasting;

/// <summary>What will run out, as findings beside those of the detectors.</summary>
public static class ProspectFindings
{
    /// <summary>The diagnosis with a finding for each prospect of which no detector has said already that it is here.</summary>
    public static Diagnosis With(Diagnosis diagnosis, IReadOnlyList<Prospect> ahead, KnowledgeBase known)
    {
        var (detected, evidence) = (diagnosis.Detected.ToList(), diagnosis.Evidence.ToList());
        foreach (var prospect in ahead.Where(prospect => !diagnosis.Detected.Any(found => IsHere(found, prospect))))
        {
            var metric = known.Metric(prospect.Entry.Metric)!;
            evidence.Add(new Evidence($"e{evidence.Count + 1}", metric.Name, prospect.Left, prospect.Unit, 0, prospect.When.Window.TotalSeconds, "agent",
                "/" + metric.Path, prospect.Subject));
            detected.Add(Of(prospect, metric, evidence[^1].Id, diagnosis));
        }
        if (detected.Count == diagnosis.Detected.Count) return diagnosis;
        return diagnosis with { Detected = CauseTree.Of([.. detected.OrderByDescending(found => found.Finding.Severity)], known.Causes), Evidence = evidence };
    }

    /// <summary><c>in about 3 h (2 h 10 min to 5 h)</c>.</summary>
    public static string When(Exhaustion when)
    {
        var latest = double.IsInfinity(when.Latest) ? "or not at all" : $"to {Units.About(when.Latest)}";
        return $"in about {Units.About(when.Expected)} ({Units.About(when.Earliest)} {latest})";
    }

    private static bool IsHere(Detected found, Prospect prospect) =>
        found.Finding.Incident == prospect.Entry.Incident && (found.Subject == prospect.Subject || prospect.Subject.Length == 0);

    private static Detected Of(Prospect prospect, Metric metric, string evidence, Diagnosis diagnosis)
    {
        var entry = prospect.Entry;
        var detector = new Detector
        {
            Id = entry.Id, Incident = entry.Incident, Class = entry.Class, Severity = prospect.Severity, Subject = metric.Subject,
            Summary = $"{entry.What} will run out {When(prospect.When)}", Why = entry.Why, When = [], Advice = entry.Advice, Source = entry.Source,
        };
        var finding = new Finding(entry.Id, entry.Incident, prospect.Severity, entry.Class, SubjectOf(prospect, metric, diagnosis),
            diagnosis.Window.Last.Time, [evidence], $"{entry.What} will run out {When(prospect.When)} by {prospect.When.Basis}: {entry.Why}")
        { Advice = entry.Advice };
        return new Detected(finding, detector, prospect.Subject, "");
    }

    /// <summary>The alias that the detectors gave the subject, or one that they do not use.</summary>
    private static FindingSubject SubjectOf(Prospect prospect, Metric metric, Diagnosis diagnosis)
    {
        if (metric.Subject == "host") return new FindingSubject("host", "host", "host");
        var type = metric.Subject == "cgroup" ? "cgroup" : "device";
        return diagnosis.Findings.Select(finding => finding.Subject).FirstOrDefault(subject => subject.Name == prospect.Subject && subject.Type == type)
            ?? new FindingSubject(type, prospect.Subject, $"{metric.Subject}-of-{prospect.Entry.Id}");
    }
}
