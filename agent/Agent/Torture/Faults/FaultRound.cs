namespace Kernward.Torture.Faults;

/// <summary>All faults, one after the other: those of plans, and those of what takes plans back.</summary>
internal sealed class FaultRound(ScratchSpace scratch, Tally tally)
{
    public async Task RunAsync(CancellationToken cancel)
    {
        var run = new FaultRun(scratch);
        var points = await run.PointsAsync(cancel).ConfigureAwait(false);
        foreach (var fault in FaultCases.All(points.Looks).Concat(MidPlanCases.All(points)))
        {
            cancel.ThrowIfCancellationRequested();
            var wrong = await run.RunAsync(fault, cancel).ConfigureAwait(false);
            tally.Faulted();
            if (wrong.Length > 0) tally.Lost(new Loss($"fault: {fault.Name} ({fault.Ending})", wrong));
        }
    }

    /// <summary>Those that come when values are being given back.</summary>
    public async Task RunLateAsync(CancellationToken cancel)
    {
        var run = new LateRun(scratch);
        foreach (var fault in LateCases.All().Concat(ReuseCases.All()))
        {
            cancel.ThrowIfCancellationRequested();
            var wrong = await run.RunAsync(fault, cancel).ConfigureAwait(false);
            tally.Faulted();
            if (wrong.Length > 0) tally.Lost(new Loss($"fault: {fault.Name} ({fault.Under})", wrong));
        }
    }
}
