using Kernward.Torture.Faults;
using Kernward.Torture.Files;
using Kernward.Torture.Messages;

namespace Kernward.Torture;

/// <summary>All of it in order: kills, then faults, then messages, then files; or one scene again.</summary>
internal sealed class TortureSession(TortureOptions options, Tally tally)
{
    /// <summary>Of the messages, one in so many goes to the real program: what it reads is no different there.</summary>
    private const int ToProgramEvery = 25;

    /// <summary>Why nothing was tried on the real kernel; empty where something is.</summary>
    public string NoKernel { get; private set; } = "";

    /// <summary>False where it was stopped before the end. Throws <see cref="TortureException"/>.</summary>
    public async Task<bool> RunAsync(CancellationToken cancel)
    {
        using var scratch = ScratchSpace.OnDisk();
        using var memory = ScratchSpace.InMemory();
        using var stage = KernelStage.TryMake(out var reason);
        NoKernel = reason;
        try
        {
            await new TortureRun(options, scratch, stage, tally).RunAsync(cancel).ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            if (options.Scene is not null) return true;
            var faults = new FaultRound(memory, tally);
            await faults.RunAsync(cancel).ConfigureAwait(false);
            await faults.RunLateAsync(cancel).ConfigureAwait(false);
            await new JournalFaults(scratch, tally).RunAsync(cancel).ConfigureAwait(false);
            await new MessageFuzz(memory, tally, options.Seed).RunAsync(options.Messages, cancel).ConfigureAwait(false);
            if (options.Messages >= ToProgramEvery) await new ProcessFuzz(scratch, tally, options.Seed).RunAsync(options.Messages / ToProgramEvery, cancel).ConfigureAwait(false);
            await new FileFuzz(FileFuzz.HostsHere(), tally, options.Seed).RunAsync(options.Files, cancel).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
