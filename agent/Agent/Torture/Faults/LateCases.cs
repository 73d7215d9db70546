namespace Kernward.Torture.Faults;

/// <summary>Faults while an undo or a recovery runs.</summary>
internal static class LateCases
{
    private static readonly IReadOnlyList<Knob> Knobs = FaultScene.Knobs;

    /// <summary>More than a plan of these steps writes, on either version of control groups.</summary>
    private const int AfterAll = 1000;

    public static IEnumerable<LateCase> All() => [.. Refusals(), .. Deaths(), .. Journals(), .. Writers()];

    /// <summary>Each error at each write that gives back, once and for good.</summary>
    private static IEnumerable<LateCase> Refusals() =>
        from under in Enum.GetValues<Under>()
        from knob in Knobs
        from error in Errors.Names
        from always in new[] { false, true }
        select new LateCase($"{error} on giving {knob.Tunable} back{(always ? "" : ", once")}", under,
            under == Under.RecoveryOfUndo ? 4 : AfterAll, Fails(knob, error, always ? int.MaxValue : 1));

    /// <summary>A worker killed before each of its writes, and a fault on each file in the recovery from that.</summary>
    private static IEnumerable<LateCase> Deaths() =>
        from under in new[] { Under.RecoveryOfApply, Under.RecoveryOfUndo }
        from dies in Enumerable.Range(1, Knobs.Count + 1)
        from knob in Knobs
        select new LateCase($"killed before write {dies}, then EIO on giving {knob.Tunable} back", under, dies, Fails(knob, "EIO", int.MaxValue));

    private static IEnumerable<LateCase> Journals() =>
        from under in Enum.GetValues<Under>()
        from write in Enumerable.Range(1, Knobs.Count)
        select new LateCase($"the journal's file system turns read-only before write {write}", under, AfterAll, scene => scene.Kernel.Before = touch =>
        {
            if (touch.IsWrite && scene.Kernel.Writes == write) scene.CloseState();
        });

    /// <summary>A second writer just before each look at a file.</summary>
    private static IEnumerable<LateCase> Writers() =>
        from under in Enum.GetValues<Under>()
        from knob in Knobs
        from look in Enumerable.Range(1, 8)
        select new LateCase($"{knob.Tunable} is set by somebody else at look {look}", under, AfterAll, scene => scene.Kernel.Before = touch =>
        {
            if (!touch.IsWrite && touch.Path == knob.Path && touch.Number == look) scene.Meddle(knob.Path, "77\n");
        });

    private static Action<FaultScene> Fails(Knob knob, string error, int times) => scene => scene.Kernel.Before = touch =>
    {
        if (touch.IsWrite && touch.Path == knob.Path && touch.Number <= times) throw Errors.Of(touch.Path, error);
    };
}
