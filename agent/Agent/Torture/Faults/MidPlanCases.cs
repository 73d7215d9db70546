namespace Kernward.Torture.Faults;

/// <summary>What can come between any two touches of files by a plan, whichever files those are.</summary>
internal static class MidPlanCases
{
    private const string Device = "sys/block/sda/";

    /// <summary>After so many touches a device that went is there again.</summary>
    private const int Away = 9;

    public static IEnumerable<FaultCase> All(FaultPoints points) => [.. Writers(points), .. Devices(points), .. Journals(points)];

    /// <summary>A second writer at every point from the first look on, in the middle of other files' steps too.</summary>
    private static IEnumerable<FaultCase> Writers(FaultPoints points) =>
        from knob in FaultScene.Knobs
        from point in Enumerable.Range(1, points.Touches[Ending.Confirm])
        select new FaultCase($"{knob.Tunable} is set by somebody else at point {point}", Ending.Confirm, At(point, scene => scene.Meddle(knob.Path, "77\n")));

    /// <summary>A device is unplugged with all its files, for good, or put in again, with values of its own.</summary>
    private static IEnumerable<FaultCase> Devices(FaultPoints points) =>
        from ending in new[] { Ending.Confirm, Ending.Revert }
        from point in Enumerable.Range(1, points.Touches[ending])
        from comesBack in new[] { false, true }
        select new FaultCase($"the disk goes away at point {point}{(comesBack ? " and comes back" : "")}", ending, scene => scene.Kernel.Before = touch =>
        {
            if (touch.Total == point) Plug(scene, plugged: false);
            if (comesBack && touch.Total == point + Away) Plug(scene, plugged: true);
        });

    /// <summary>Journal and audit log can no longer be written; the plan was begun by then, and nothing of it may stay.</summary>
    private static IEnumerable<FaultCase> Journals(FaultPoints points) =>
        from ending in Enum.GetValues<Ending>()
        from point in Enumerable.Range(1, points.Touches[ending])
        select new FaultCase($"the journal's file system turns read-only at point {point}", ending, At(point, scene => scene.CloseState())) { IsBackAtOnce = true };

    private static void Plug(FaultScene scene, bool plugged)
    {
        foreach (var knob in FaultScene.Knobs.Where(knob => knob.Path.StartsWith(Device, StringComparison.Ordinal)))
            scene.Meddle(knob.Path, plugged ? knob.Values[^1].Raw : null);
    }

    private static Action<FaultScene> At(int point, Action<FaultScene> what) => scene => scene.Kernel.Before = touch =>
    {
        if (touch.Total == point) what(scene);
    };
}
