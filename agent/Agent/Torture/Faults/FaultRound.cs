namespace Kernward.Torture.Faults;

/// <summary>All faults, one after the other.</summary>
internal sealed class FaultRound(ScratchSpace scratch, Tally tally)
{
    public async Task RunAsync(CancellationToken cancel)
    {
        var run = new FaultRun(scratch);
        foreach (var fault in FaultCases.All(await run.LooksAsync(cancel).ConfigureAwait(false)))
        {
            cancel.ThrowIfCancellationRequested();
            var wrong = await run.RunAsync(fault, cancel).ConfigureAwait(false);
            tally.Faulted();
            if (wrong.Length > 0) tally.Lost(new Loss($"fault: {fault.Name} ({fault.Ending})", wrong));
        }
    }
}
