namespace Kernward.Torture.Faults;

/// <summary>What can come between any two touches of files by a plan, whichever files those are.</summary>
internal static class MidPlanCases
{
    private const string Device = "sys/block/sda/";

    public static IEnumerable<FaultCase> All(FaultPoints points) => [.. Writers(points), .. Devices(points), .. Journals(points)];

    /// <summary>A second writer at every point from the first look on, in the middle of other files' steps too.</summary>
    private static IEnumerable<FaultCase> Writers(FaultPoints points) =>
        from knob in FaultScene.Knobs
        from point in Enumerable.Range(1, points.Touches[Ending.Confirm])
        select new FaultCase($"{knob.Tunable} is set by somebody else at point {point}", Ending.Confirm, scene => scene.Kernel.Before = touch =>
        {
            if (touch.Total == point && !IsTooLate(touch, knob.Path)) scene.Meddle(knob.Path, "77\n");
        });

    /// <summary>A device is unplugged with all its files.</summary>
    private static IEnumerable<FaultCase> Devices(FaultPoints points) =>
        from ending in Enum.GetValues<Ending>()
        from point in Enumerable.Range(1, points.Touches[ending])
        select new FaultCase($"the disk goes away at point {point}", ending, At(point, Unplug));

    /// <summary>Journal and audit log can no longer be written; the plan was begun by then, and nothing of it may stay.</summary>
    private static IEnumerable<FaultCase> Journals(FaultPoints points) =>
        from ending in Enum.GetValues<Ending>()
        from point in Enumerable.Range(1, points.Touches[ending])
        select new FaultCase($"the journal's file system turns read-only at point {point}", ending, At(point, scene => scene.CloseState())) { IsBackAtOnce = true };

    private static void Unplug(FaultScene scene)
    {
        foreach (var knob in FaultScene.Knobs.Where(knob => knob.Path.StartsWith(Device, StringComparison.Ordinal))) scene.Meddle(knob.Path, null);
    }

    /// <summary>
    /// What comes between the last look at a file and the write to it is written over: no kernel compares and sets. So nothing is
    /// tried there.
    /// </summary>
    private static bool IsTooLate(Touch touch, string path) => touch.IsWrite && touch.Path == path;

    private static Action<FaultScene> At(int point, Action<FaultScene> what) => scene => scene.Kernel.Before = touch =>
    {
        if (touch.Total == point) what(scene);
    };
}
