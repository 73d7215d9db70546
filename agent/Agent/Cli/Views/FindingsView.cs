using Kernward.Detection;
using Kernward.Domain;
using Kernward.Measurement;
using Spectre.Console;

namespace Kernward.Cli.Views;

/// <summary>A diagnosis as a page: each root worst first with all that it brought about, then what needs nothing done.</summary>
internal static class FindingsView
{
    private const int MostRefuted = 12;

    /// <summary><paramref name="verbose"/>: also what was nearly found, and why it is not that.</summary>
    public static void Write(IAnsiConsole console, Diagnosis diagnosis, bool verbose = false)
    {
        var page = new Page(console);
        var roots = diagnosis.Roots.ToList();
        var notes = roots.Where(root => IsNote(diagnosis, root)).ToList();
        var wrong = roots.Except(notes).ToList();
        if (wrong.Count == 0) CalmView.Write(page, diagnosis);
        else page.Head("Found", "bold", Heading(diagnosis, wrong));
        foreach (var root in wrong)
        {
            page.Blank();
            RootView.Write(page, diagnosis, root);
        }
        if (notes.Count > 0)
        {
            page.Blank();
            page.Head("Worth knowing", "bold", "- nothing needs to be done:");
            foreach (var note in notes) WriteNote(page, note);
        }
        if (!verbose || diagnosis.Refuted.Count == 0) return;
        page.Blank();
        page.Head("Looked alike", "bold", "- and is not that:");
        foreach (var refuted in diagnosis.Refuted.Take(MostRefuted))
            page.Line("", $"not {refuted.Id}{Of(refuted.Subject)}, because {refuted.Why}");
    }

    /// <summary>What needs nothing done, by itself and by all under it.</summary>
    private static bool IsNote(Diagnosis diagnosis, Detected root) =>
        root.Finding.Class == FindingClass.None && diagnosis.SymptomsOf(root).All(symptom => IsNote(diagnosis, symptom));

    private static string Heading(Diagnosis diagnosis, List<Detected> wrong)
    {
        var all = wrong.Sum(root => Size(diagnosis, root));
        var critical = wrong.Count(root => diagnosis.WorstOf(root) == Severity.Critical);
        var what = all == wrong.Count ? Count(all, "finding") : $"{Count(wrong.Count, "cause")} behind {Count(all, "finding")}";
        return $"{what} in {diagnosis.Window.Span.TotalSeconds:0.#} s{(critical > 0 ? $", {critical} critical" : "")}:";
    }

    private static string Of(FindingSubject subject) => subject.Type == "host" ? "" : $" of {Shown.Safe(subject.Name)}";

    private static int Size(Diagnosis diagnosis, Detected root) => 1 + diagnosis.SymptomsOf(root).Sum(symptom => Size(diagnosis, symptom));

    private static string Count(int count, string word) => $"{count} {word}{(count == 1 ? "" : "s")}";

    private static void WriteNote(Page page, Detected note)
    {
        var finding = note.Finding;
        page.Line("info", RootView.Title(note));
        page.Line("", $"{finding.Why}{(finding.Advice.Length > 0 ? " " + finding.Advice : "")}", "dim");
        foreach (var wrong in note.Detector.Wrong) page.Line("do not", $"{wrong.What}: {wrong.Why}");
    }
}
