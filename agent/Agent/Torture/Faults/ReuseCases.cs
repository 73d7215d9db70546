namespace Kernward.Torture.Faults;

/// <summary>
/// Numbers that the kernel gives out again. A plan names no process, but two such numbers are relied on: that of the process in the
/// lock's file, which tells a dead holder from a living one, and that of the network namespace in which values were set.
/// </summary>
internal static class ReuseCases
{
    private static readonly Knob[] OfTheNetwork = [.. FaultScene.Knobs.Where(knob => knob.Tunable.StartsWith("net.", StringComparison.Ordinal))];

    public static IEnumerable<LateCase> All() => [.. Locks(), .. Namespaces()];

    /// <summary>A dead worker's child still has the lock, and another process has the dead one's number: nobody settles before it ends.</summary>
    private static IEnumerable<LateCase> Locks() => new[] { Under.RecoveryOfApply, Under.RecoveryOfUndo }.Select(under =>
    {
        IDisposable? held = null;
        return new LateCase("the number of the lock's holder is that of another process now", under, 4, scene => held = scene.HoldLockAsync().GetAwaiter().GetResult())
        {
            Then = async scene =>
            {
                var asked = await scene.Worker.AskAsync(new Worker.UndoRequest("last", false, "torture"), CancellationToken.None).ConfigureAwait(false);
                held!.Dispose();
                return asked.Error?.Code == "locked" && scene.Kernel.Writes == 0 ? "" : $"{scene.Kernel.Writes} writes were made beside the lock's holder";
            },
        };
    });

    /// <summary>Another namespace has the number of the one that values were set in: its own values stay.</summary>
    private static IEnumerable<LateCase> Namespaces() =>
        from under in Enum.GetValues<Under>()
        from raw in new[] { "4096\n", null }
        select new LateCase($"the namespace's number is that of {(raw is null ? "one without these files" : "another one")} now", under, 1000, scene =>
        {
            foreach (var knob in OfTheNetwork) scene.Meddle(knob.Path, raw);
        });
}
