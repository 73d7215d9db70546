namespace Kernward.Torture;

/// <summary>Kills, scene after scene, some side by side, until there were enough.</summary>
internal sealed class TortureRun(TortureOptions options, ScratchSpace scratch, KernelStage? stage, Tally tally)
{
    private const int RoundsInScene = 12, KernelEvery = 4;

    /// <summary>A worker's start is most of a round; more side by side would only make them wait for each other.</summary>
    private static readonly int Lanes = Math.Clamp(Environment.ProcessorCount, 1, 4);

    private int _next;

    /// <summary>Throws <see cref="TortureException"/>.</summary>
    public Task RunAsync(CancellationToken cancel) => options.Scene is { } only
        ? SceneAsync(only, () => false, cancel)
        : Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => Task.Run(() => LaneAsync(cancel), CancellationToken.None)));

    private async Task LaneAsync(CancellationToken cancel)
    {
        while (!IsEnough() && !cancel.IsCancellationRequested)
            await SceneAsync(Interlocked.Increment(ref _next), IsEnough, cancel).ConfigureAwait(false);
    }

    private bool IsEnough() => tally.Kills >= options.Kills;

    private async Task SceneAsync(int number, Func<bool> isEnough, CancellationToken cancel)
    {
        // Not by HashCode, which differs from process to process.
        var random = new Random(unchecked(options.Seed * 31_337 + number));
        var unified = random.Next(2) == 0;
        if (stage is null || number % KernelEvery != 2)
        {
            using var tree = new TreeScene(scratch, unified);
            await RunAsync(tree, number, random, isEnough, cancel).ConfigureAwait(false);
            return;
        }
        await stage.Turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            using var kernel = new KernelScene(scratch, stage);
            if (stage.IsAsMade) await RunAsync(kernel, number, random, isEnough, cancel).ConfigureAwait(false);
        }
        finally
        {
            stage.Turn.Release();
        }
    }

    private async Task RunAsync(Scene scene, int number, Random random, Func<bool> isEnough, CancellationToken cancel)
    {
        var rounds = Enumerable.Range(1, RoundsInScene).Select(round => Round.Of(round, random, scene.Knobs.Count)).ToList();
        using var run = new SceneRun(scene, $"seed {options.Seed}, scene {number} ({scene.Kind})", tally, cancel);
        await run.RunAsync(rounds, isEnough).ConfigureAwait(false);
    }
}
