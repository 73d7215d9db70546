using Kernward.Domain;
using Kernward.Knowledge;
using Kernward.Measurement;

namespace Kernward.Detection;

/// <summary>How loaded each resource was over a window, the highest first; what the host does not have is left out.</summary>
internal static class HostLoads
{
    public static IReadOnlyList<Load> Of(KnowledgeBase known, SampleWindow window) =>
    [
        .. known.Loads.Select(load => Highest(known, load, window)).OfType<Load>().OrderByDescending(load => load.Share),
    ];

    /// <summary>Of several disks or file systems the most loaded one: three full ones are one thing to know.</summary>
    private static Load? Highest(KnowledgeBase known, ResourceLoad load, SampleWindow window) => window.Last.Subjects(load.Metric)
        .Select(subject => (Subject: subject, Share: load.Share.Evaluate(new WindowValues(known, window, subject, _ => null))))
        .Where(item => item.Share is not null)
        .OrderByDescending(item => item.Share)
        .Select(item => new Load(load.Id, load.Label, item.Subject, Math.Round(Math.Clamp(item.Share!.Value, 0, 1), 4), load.Word))
        .FirstOrDefault();
}
