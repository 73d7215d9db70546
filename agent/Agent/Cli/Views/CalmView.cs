using Kernward.Detection;
using Kernward.Domain;
using Kernward.Measurement;

namespace Kernward.Cli.Views;

/// <summary>Nothing is wrong: what was looked at, and how loaded the most loaded resources are, so that it can be believed.</summary>
internal static class CalmView
{
    private const int Most = 3;

    public static void Write(Page page, Diagnosis diagnosis)
    {
        page.Head("Found", "bold", $"nothing wrong in {diagnosis.Window.Span.TotalSeconds:0.#} s");
        if (diagnosis.LookedAt is { } looked)
            page.Line("looked at", $"{looked.Readings} readings, by {looked.Detectors} detectors of {looked.Incidents} kinds of incident"
                + (looked.Waiting > 0 ? $"; {looked.Waiting} of them need a longer look (--seconds {looked.LongestS:0})" : ""));
        var loads = diagnosis.Loads.Take(Most).ToList();
        for (var i = 0; i < loads.Count; i++) page.Line(i == 0 ? "most load" : "", Text(loads[i]));
    }

    private static string Text(Load load) =>
        $"{load.Label}{(load.Subject.Length > 0 ? " " + Shown.Safe(load.Subject) : "")} {Units.Show(load.Share, Units.Ratio)} {load.Word}";
}
