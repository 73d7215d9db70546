using Kernward.Detection;
using Kernward.Domain;
using Kernward.Knowledge;
using Kernward.Measurement;

namespace Kernward.Cli.Views;

/// <summary>One root finding: what and since when, the numbers, what to do and what not, and what it brought about.</summary>
internal static class RootView
{
    private const int NarrowestCourse = 4;

    public static void Write(Page page, Diagnosis diagnosis, Detected root)
    {
        var (finding, worst) = (root.Finding, diagnosis.WorstOf(root));
        page.Head(worst.ToString().ToUpperInvariant(), Colour(worst), Title(root));
        page.Line("since", $"{finding.Since.UtcDateTime:HH:mm:ss} UTC; {finding.Id}, incident {finding.Incident}");
        for (var i = 0; i < finding.Evidence.Count; i++)
            page.Line(i == 0 ? "evidence" : "", Evidence(page, diagnosis, finding.Evidence[i], root.Detector.When[i]));
        page.Line("means", finding.Why);
        var label = "do";
        foreach (var remedy in root.Detector.Remedies)
        {
            page.Line(label, $"Kernward can set {remedy.Tunable}{Scope(root, remedy)}: {remedy.Why}");
            label = "";
        }
        if (finding.Advice.Length > 0) page.Line(label, finding.Advice);
        else if (label.Length > 0) page.Line(label, Nobody(finding.Class));
        for (var i = 0; i < root.Detector.Wrong.Count; i++)
            page.Line(i == 0 ? "do not" : "", $"{root.Detector.Wrong[i].What}: {root.Detector.Wrong[i].Why}");
        WriteSymptoms(page, diagnosis, root, "");
    }

    /// <summary>What is the matter, with whom, and who is beside him.</summary>
    public static string Title(Detected detected)
    {
        var where = detected.Finding.Subject.Type == "host" ? "" : $": {Shown.Safe(detected.Finding.Subject.Name)}";
        var who = detected.Finding.Culprit is { } culprit ? $", beside {Shown.Safe(culprit.Name)}" : "";
        return $"{detected.Detector.Summary}{where}{who}";
    }

    private static void WriteSymptoms(Page page, Diagnosis diagnosis, Detected cause, string indent)
    {
        var symptoms = diagnosis.SymptomsOf(cause).ToList();
        for (var i = 0; i < symptoms.Count; i++)
        {
            var branch = i == symptoms.Count - 1 ? "`- " : "|- ";
            var finding = symptoms[i].Finding;
            page.Line(indent.Length == 0 && i == 0 ? "brings" : "",
                $"{finding.Severity.ToString().ToLowerInvariant()}: {Title(symptoms[i])} ({finding.Id})", first: indent + branch);
            page.Line("", finding.Cause!.Why, "dim", indent + "   ");
            WriteSymptoms(page, diagnosis, symptoms[i], indent + "   ");
        }
    }

    /// <summary>The number, the threshold, and how it went from sample to sample where there is room.</summary>
    private static string Evidence(Page page, Diagnosis diagnosis, string id, Condition condition)
    {
        var evidence = diagnosis.Evidence.First(evidence => evidence.Id == id);
        var bound = condition.Above is null ? "below" : "above";
        var (value, threshold) = (Units.Show(evidence.Value, evidence.Unit), Units.Show(evidence.Threshold, evidence.Unit));
        var text = $"{evidence.Metric} {value} ({bound} {threshold})";
        var room = page.Room - text.Length - 1;
        return room < NarrowestCourse || !diagnosis.Courses.TryGetValue(id, out var course) || course.Count < 2
            ? text
            : $"{text} {Sparkline.Of(course, page.Unicode, room)}";
    }

    private static string Scope(Detected root, Remedy remedy) => remedy.Scope switch
    {
        "subject" => $" of {Shown.Safe(root.Subject)}",
        "culprit" => $" of {Shown.Safe(root.Culprit)}",
        _ => "",
    };

    private static string Nobody(FindingClass what) =>
        what == FindingClass.None ? "Nothing." : "Hand it to who is responsible: it is not a setting of this host.";

    private static string Colour(Severity severity) => severity switch
    {
        Severity.Critical => "red",
        Severity.Warning => "yellow",
        _ => "blue",
    };
}
